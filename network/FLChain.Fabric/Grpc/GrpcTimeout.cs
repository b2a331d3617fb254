using System.Globalization;

namespace FLChain.Fabric.Grpc;

/// <summary>The <c>grpc-timeout</c> header: up to eight digits and a unit, one of H M S m u n.</summary>
internal static class GrpcTimeout
{
    private const long LargestValue = 99_999_999;

    /// <summary>Longest time-out that a timer is set for; longer ones count as this (24 days).</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    public static string Format(TimeSpan timeout)
    {
        var milliseconds = Math.Max(1, (long)Math.Ceiling(Math.Min(timeout.TotalMilliseconds, Longest.TotalMilliseconds)));
        return milliseconds <= LargestValue
            ? milliseconds.ToString(CultureInfo.InvariantCulture) + "m"
            : ((milliseconds + 999) / 1000).ToString(CultureInfo.InvariantCulture) + "S";
    }

    public static bool TryParse(string text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > 9
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;
        TimeSpan? parsed = text[^1] switch
        {
            'H' => TimeSpan.FromHours(value),
            'M' => TimeSpan.FromMinutes(value),
            'S' => TimeSpan.FromSeconds(value),
            'm' => TimeSpan.FromMilliseconds(value),
            'u' => TimeSpan.FromMicroseconds(value),
            'n' => TimeSpan.FromTicks(value / TimeSpan.NanosecondsPerTick),
            _ => null,
        };
        if (parsed is not { } result)
            return false;
        timeout = result < Longest ? result : Longest;
        return true;
    }
}
