using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;

namespace FLChain.Gateway.Hosting;

/// <summary>How many requests a user or an address may make.</summary>
internal static class RateLimits
{
    /// <summary>Policy of requests that try a password or a token.</summary>
    public const string SignIn = "sign-in";

    /// <summary>Policy of proofs, which may need a tree that is not there.</summary>
    public const string Proof = "proof";

    /// <summary>Policy of requests that open a model: it is held whole in memory until it is sent.</summary>
    public const string Opening = "opening";

    private const int Parts = 6;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void Configure(RateLimiterOptions options, GatewaySettings settings)
    {
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => Window(Caller(context), settings.RequestsPerMinute));
        options.AddPolicy(SignIn, context => Window(AddressOf(context), settings.SignInsPerMinute));
        options.AddPolicy(Proof, context => AtOnce(Caller(context), permits: 2, waiting: 16));
        options.AddPolicy(Opening, context => AtOnce(Caller(context), permits: 1, waiting: 1));
        options.OnRejected = async (rejected, cancellationToken) =>
        {
            // A sliding window does not tell when it gives back; some of it comes back with each of its parts.
            rejected.HttpContext.Response.Headers.RetryAfter = (Minute / Parts).TotalSeconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await Problem.WriteAsync(rejected.HttpContext, StatusCodes.Status429TooManyRequests, GatewayErrorCodes.TooManyRequests, "too many requests: wait a little");
        };
    }

    /// <summary>Who asks: the user, or the address where nobody is signed in.</summary>
    public static string Caller(HttpContext context) => context.FindUser() is { } user ? "user:" + user.Name : "address:" + AddressOf(context);

    private static RateLimitPartition<string> AtOnce(string partition, int permits, int waiting) => RateLimitPartition.GetConcurrencyLimiter(
        partition, _ => new ConcurrencyLimiterOptions { PermitLimit = permits, QueueLimit = waiting });

    private static RateLimitPartition<string> Window(string partition, int permits) => RateLimitPartition.GetSlidingWindowLimiter(
        partition, _ => new SlidingWindowRateLimiterOptions { PermitLimit = permits, Window = Minute, SegmentsPerWindow = Parts });

    private static string AddressOf(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
