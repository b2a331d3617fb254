using Microsoft.AspNetCore.Antiforgery;

namespace FLChain.Gateway.Pages.Forms;

/// <summary>Takes a form only with the token of one of the gateway's own pages, given to the same user.</summary>
internal sealed class FormFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (!http.Request.HasFormContentType) throw Problem.BadRequest("a form is wanted");
        try
        {
            await http.Request.ReadFormAsync(http.RequestAborted);
            await antiforgery.ValidateRequestAsync(http);
        }
        catch (InvalidDataException)
        {
            throw Problem.BadRequest("the form cannot be read");
        }
        catch (AntiforgeryValidationException)
        {
            throw new ProblemException(StatusCodes.Status403Forbidden, GatewayErrorCodes.CrossSite, "the form does not come from a page of this gateway that was made for you: open the page again");
        }

        return await next(context);
    }
}
