using System.Buffers.Text;
using System.Security.Cryptography;
using FLChain.Gateway.Pages.Markup;
using Microsoft.AspNetCore.Antiforgery;

namespace FLChain.Gateway.Pages.Forms;

/// <summary>Hidden fields of forms.</summary>
internal static class Form
{
    /// <summary>Name of the field that makes a form act once.</summary>
    public const string OnceField = "once";

    private const int OnceBytes = 18;

    /// <summary>The token without which a form is not taken.</summary>
    public static Html Token(HttpContext context)
    {
        var tokens = context.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(context);
        return Html.Of($"""<input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">""");
    }

    /// <summary>The fields of a form that writes to the ledger: sent twice, it acts once.</summary>
    public static Html Once(HttpContext context) =>
        Html.Of($"""{Token(context)}<input type="hidden" name="{OnceField}" value="{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(OnceBytes))}">""");
}
