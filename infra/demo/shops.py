"""The demo's shops, the people who work in them, and their sign-ins."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django_tenants.utils import schema_context

from infra.demo import books, dressing
from kernel.actor import Actor
from kernel.addons import installed
from kernel.tenancy import PUBLIC
from shared_apps.accounts.models import User
from shared_apps.tenants.models import Tenant
from shared_apps.tenants.services import features, signup
from tenant_apps.office.team import services as team
from tenant_apps.office.team.models import Member

PASSWORD = "marquee-demo"
STAFF_EMAIL = "staff@marquee.example"
STAFF = Actor("staff", "demo", "Demo")


@dataclass(frozen=True)
class DemoShop:
    """A shop of the demo: who it is and what is turned on; how it looks is in `brands.json`."""

    subdomain: str
    name: str
    people: Mapping[str, str]
    features: tuple[str, ...] = ()
    plan: str = "standard"
    address: str = ""

    def email(self, role: str) -> str:
        """The address with which somebody signs in."""
        return f"{role}@{self.subdomain}.example"

    @property
    def url(self) -> str:
        """The shop's front door."""
        return f"http://{self.subdomain}.{settings.SHOP_SUFFIX}:{settings.SITE_PORT}"


MERIDIAN = DemoShop(
    subdomain="meridian",
    name="Meridian Theatre",
    people={"owner": "Helen Marlowe", "finance": "Sunil Rao", "scanner": "Dot Fairweather"},
    features=("surveys",),
    plan="plus",
    address="12 Harbour Street\nLondon SE10 9MT",
)  # fmt: skip
OPEN_HOUSE = DemoShop(
    subdomain="openhouse",
    name="Open House",
    people={"owner": "Imogen Archer", "finance": "Pau Ribes", "scanner": "Femi Adeyemi"},
    address="5 Lantern Yard\nLondon SE1",
)  # fmt: skip
SHOPS = (MERIDIAN, OPEN_HOUSE)


def staff_user() -> User:
    """The platform's own staff member, who may open the console."""
    with schema_context(PUBLIC):
        known = User.objects.filter(email=STAFF_EMAIL).first()
        return known or User.objects.create_superuser(STAFF_EMAIL, PASSWORD, name="Marquee staff")


def open_shop(shop: DemoShop) -> Tenant:
    """The shop's tenant, opened by its owner if it is not there yet."""
    with schema_context(PUBLIC), transaction.atomic():
        known = Tenant.objects.filter(subdomain=shop.subdomain).first()
        if known is not None:
            return known
        email = shop.email("owner")
        owner = User.objects.filter(email=email).first()
        return signup.open_shop(
            owner_user=owner
            or User.objects.create_user(email, PASSWORD, name=shop.people["owner"]),
            organization=shop.name,
            subdomain=shop.subdomain,
            currency="GBP",
            timezone="Europe/London",
            language="en",
            country="GB",
            theme=dressing.BRANDS[shop.subdomain]["look"]["theme"],
        )


def furnish(shop: DemoShop) -> None:
    """Give the shop its look and its people; what is there stays. In the shop's schema."""
    dressing.dress(shop.subdomain)
    owner = Member.objects.get(user__email=shop.email("owner"))
    if (
        not owner.user.has_usable_password()
    ):  # a real owner enters from the platform; a guest may not
        team.join(member=owner, password=PASSWORD)
    for role, name in shop.people.items():
        email = shop.email(role)
        if not Member.objects.filter(user__email=email).exists():
            member = team.invite(email=email, role=role, name=name, by=owner)
            team.join(member=member, password=PASSWORD)


def turn_on_features(shop: DemoShop, tenant: Tenant) -> None:
    """Give the shop an account that has booked what it has, of what is installed."""
    there = {addon.feature for addon in installed()}
    booked = tuple(code for code in shop.features if code in there)
    books.keep(tenant, addons=booked, plan=shop.plan, address=shop.address)
    for code in booked:
        if not tenant.features.filter(code=code).exists():
            features.turn_on(tenant=tenant, code=code, by=STAFF, reason="Part of the demo.")


def described() -> list[dict[str, str]]:
    """Addresses and sign-ins, row by row."""
    platform = f"http://{settings.PLATFORM_HOST}:{settings.SITE_PORT}"
    rows = [
        {"what": "Platform", "url": f"{platform}/"},
        {"what": "Mailbox", "url": f"{platform}/dev/mail"},
        _sign_in("Platform staff", f"{platform}/control/", STAFF_EMAIL),
    ]
    for shop in SHOPS:
        rows.append({"what": shop.name, "url": f"{shop.url}/"})
        rows += [
            _sign_in(f"  {role}", f"{shop.url}/backstage/", shop.email(role))
            for role in shop.people
        ]
    return rows


def _sign_in(what: str, url: str, email: str) -> dict[str, str]:
    return {"what": what, "url": url, "email": email, "password": PASSWORD}
