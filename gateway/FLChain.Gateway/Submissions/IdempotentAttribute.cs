namespace FLChain.Gateway.Submissions;

/// <summary>Marks an endpoint whose requests bring an idempotency key.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IdempotentAttribute : Attribute;
