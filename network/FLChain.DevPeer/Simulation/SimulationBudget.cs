using System.Text;

namespace FLChain.DevPeer.Simulation;

/// <summary>Counts what one simulation takes, and stops one that takes too much.</summary>
internal sealed class SimulationBudget
{
    private long keys;
    private long writtenBytes;

    public void CountKey() => CountKeys(1);

    /// <exception cref="SimulationException">The transaction touches too many keys.</exception>
    public void CountKeys(int count)
    {
        keys += count;
        if (keys > SimulationLimits.Keys)
            throw new SimulationException($"The transaction touches more than {SimulationLimits.Keys} keys.");
    }

    /// <exception cref="SimulationException">The transaction writes too much.</exception>
    public void CountWrite(string key, byte[]? value)
    {
        CountKey();
        writtenBytes += Encoding.UTF8.GetByteCount(key) + (value?.Length ?? 0);
        if (writtenBytes > SimulationLimits.WrittenBytes)
            throw new SimulationException($"The transaction writes more than {SimulationLimits.WrittenBytes} bytes.");
    }
}
