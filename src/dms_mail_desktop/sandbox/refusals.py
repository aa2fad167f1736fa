"""What Entra says when it lets nobody in, word for word, by the name of the case; names and numbers are made up.

Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
"""

from collections.abc import Mapping
from types import MappingProxyType

from dms_mail_desktop.sandbox.directory import APPLICATION, CLIENT_ID, NOTIFICATIONS, TENANT_ID
from dms_mail_desktop.sandbox.faults import Refused

EXCHANGE = "00000002-0000-0ff1-ce00-000000000000"

REFUSALS: Mapping[str, Refused] = MappingProxyType(
    {
        "consent": Refused(
            "access_denied",
            90094,
            "The grant requires admin permission. The application needs permission to access resources in your "
            "organization that only an admin can grant. Ask an admin to grant permission to this app before you can "
            "use it.",
        ),
        "no_consent": Refused(
            "invalid_grant",
            65001,
            f"The user or administrator has not consented to use the application with ID '{CLIENT_ID}' named "
            f"'{APPLICATION}'. Send an interactive authorization request for this user and resource.",
            suberror="consent_required",
        ),
        "not_assigned": Refused(
            "access_denied",
            50105,
            f"Your administrator has configured the application {APPLICATION} ('{CLIENT_ID}') to block users unless "
            f"they are specifically granted ('assigned') access to the application. The signed in user "
            f"'{NOTIFICATIONS}' is blocked because they are not a direct member of a group with access, nor had access "
            "directly assigned by an administrator. Please contact your administrator to assign access to this "
            "application.",
        ),
        "conditional_access": Refused(
            "access_denied",
            53003,
            "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
            suberror="message_only",
        ),
        "second_factor": Refused(
            "interaction_required",
            50076,
            "Due to a configuration change made by your administrator, or because you moved to a new location, you "
            f"must use multi-factor authentication to access '{EXCHANGE}'.",
            suberror="basic_action",
        ),
        "second_factor_missing": Refused(
            "interaction_required",
            50079,
            "Due to a configuration change made by your administrator, or because you moved to a new location, you "
            f"must enroll in multi-factor authentication to access '{EXCHANGE}'.",
            suberror="basic_action",
        ),
        "application_disabled": Refused(
            "unauthorized_client",
            7000112,
            f"Application '{CLIENT_ID}'({APPLICATION}) is disabled.",
        ),
        "single_tenant": Refused(
            "invalid_request",
            50194,
            f"Application '{CLIENT_ID}'({APPLICATION}) is not configured as a multi-tenant application. Usage of the "
            "/common endpoint is not supported for such apps created after '10/15/2018'. Use a tenant-specific "
            "endpoint or configure the application to be multi-tenant.",
        ),
        "other_cloud": Refused(
            "invalid_request",
            900432,
            f"Confidential Client is not supported in Cross Cloud request. Tenant '{TENANT_ID}' is in another cloud.",
        ),
        "wrong_tenant": Refused(
            "invalid_request",
            50020,
            f"User account '{NOTIFICATIONS}' from identity provider 'live.com' does not exist in tenant 'Firma' and "
            f"cannot access the application '{CLIENT_ID}'({APPLICATION}) in that tenant. The account needs to be added "
            "as an external user in the tenant first. Sign out and sign in again with a different Azure Active "
            "Directory user account.",
        ),
        "personal_account": Refused(
            "invalid_request",
            500201,
            "We are unable to issue tokens from this API version for a Microsoft account. Please contact the "
            "application vendor as they need to use version 2.0 of the protocol to support this.",
        ),
        "of_tomorrow": Refused("invalid_request", 999777, "The stars are not right."),
    }
)
