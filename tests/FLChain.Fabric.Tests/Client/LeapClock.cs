namespace FLChain.Fabric.Tests.Client;

/// <summary>A clock that a test sets forward; timers run as ever.</summary>
internal sealed class LeapClock : TimeProvider
{
    private long _leapt;

    public void Leap(TimeSpan time) => Interlocked.Add(ref _leapt, (long)(time.TotalSeconds * TimestampFrequency));

    public override long GetTimestamp() => base.GetTimestamp() + Interlocked.Read(ref _leapt);
}
