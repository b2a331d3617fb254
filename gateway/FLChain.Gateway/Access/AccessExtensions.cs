using FLChain.Gateway.Submissions;

namespace FLChain.Gateway.Access;

/// <summary>Says who may call an endpoint.</summary>
internal static class AccessExtensions
{
    public static TBuilder ForAnyone<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRule(AccessKind.Open));

    public static TBuilder ForTheMarket<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRule(AccessKind.Market));

    public static TBuilder ForSignedIn<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new AccessRule(AccessKind.SignedIn));

    public static TBuilder For<TBuilder>(this TBuilder builder, Role anyOf) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new AccessRule(AccessKind.Role, anyOf));

    /// <summary>Its requests bring an idempotency key.</summary>
    public static TBuilder Once<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new IdempotentAttribute());
}
