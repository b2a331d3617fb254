using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FLChain.Core.Errors;
using FLChain.Gateway.Submissions;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace FLChain.Gateway.Hosting;

/// <summary>The OpenAPI document, from the same declarations that the routes are made of.</summary>
internal static class OpenApi
{
    /// <summary>Name of the document.</summary>
    public const string Document = "v1";

    public static void Add(IServiceCollection services)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(options =>
        {
            options.SwaggerDoc(Document, new OpenApiInfo
            {
                Title = "FLChain gateway",
                Version = Document,
                Description = "Marketplace, reports and audit over a consortium's ledger. Every answer follows from the ledger; errors are RFC 9457 problems with a stable code.",
            });
            options.CustomSchemaIds(SchemaId);
            options.OperationFilter<RuleFilter>();
            options.SupportNonNullableReferenceTypes();
        });
    }

    private static string SchemaId(Type type) => type.IsGenericType
        ? string.Concat(type.GetGenericArguments().Select(SchemaId)) + type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]
        : type.Name;

    /// <summary>Says of each operation who may call it, and that it wants an idempotency key.</summary>
    private sealed class RuleFilter : IOperationFilter
    {
        public void Apply(OpenApiOperation operation, OperationFilterContext context)
        {
            var metadata = context.ApiDescription.ActionDescriptor.EndpointMetadata;
            if (metadata.OfType<AccessRule>().LastOrDefault() is { } rule)
                operation.Description = $"{operation.Description} For: {(rule.Kind == AccessKind.Role ? rule.AnyOf.ToString() : rule.Kind.ToString())}.".Trim();
            AddExamples(operation);
            if (!metadata.OfType<IdempotentAttribute>().Any()) return;
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyMiddleware.Header,
                In = ParameterLocation.Header,
                Required = true,
                Description = "1 to 128 printable ASCII characters, chosen afresh for each request that is not a repeat.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
            });
        }

        private static void AddExamples(OpenApiOperation operation)
        {
            if (operation.OperationId is not { } name || !RequestExamples.All.TryGetValue(name, out var example)) return;
            foreach (var content in operation.RequestBody?.Content?.Values ?? [])
                if (content is OpenApiMediaType media) media.Example = example.Body?.DeepClone();
            foreach (var (status, response) in operation.Responses ?? [])
                if (status[0] is '4' or '5')
                    foreach (var content in response.Content?.Values ?? [])
                        if (content is OpenApiMediaType media) media.Example = ProblemExample(int.Parse(status, CultureInfo.InvariantCulture));
        }

        private static JsonNode? ProblemExample(int status)
        {
            var (code, detail) = status switch
            {
                StatusCodes.Status400BadRequest => (GatewayErrorCodes.BadRequest, "limit is 1 to 200"),
                StatusCodes.Status401Unauthorized => (GatewayErrorCodes.NotSignedIn, "sign in first"),
                StatusCodes.Status402PaymentRequired => (ErrorCodes.InsufficientFunds, "the account has too little"),
                StatusCodes.Status403Forbidden => (GatewayErrorCodes.Forbidden, "this is for: Trainer"),
                StatusCodes.Status404NotFound => (GatewayErrorCodes.NotFound, "there is no model flm-digits"),
                StatusCodes.Status409Conflict => (ErrorCodes.NotForSale, "flm-digits is not for sale"),
                StatusCodes.Status413PayloadTooLarge => (GatewayErrorCodes.TooLarge, "the request is larger than is allowed"),
                StatusCodes.Status422UnprocessableEntity => (GatewayErrorCodes.ReusedIdempotencyKey, "this idempotency key was used for another request"),
                StatusCodes.Status429TooManyRequests => (GatewayErrorCodes.TooManyRequests, "too many requests: wait a little"),
                StatusCodes.Status504GatewayTimeout => (GatewayErrorCodes.OutcomeUnknown, "it is not known yet whether the transaction takes effect"),
                _ => (GatewayErrorCodes.LedgerUnavailable, "the ledger cannot be reached now"),
            };
            return JsonSerializer.SerializeToNode(Problem.Of(status, code, detail));
        }
    }
}
