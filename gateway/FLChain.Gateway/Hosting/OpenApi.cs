using FLChain.Gateway.Access;
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
    }
}
