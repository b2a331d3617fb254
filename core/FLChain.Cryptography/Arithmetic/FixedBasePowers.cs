using System.Numerics;

namespace FLChain.Cryptography.Arithmetic;

/// <summary>
/// Powers of one public base that is used again and again: with a table for whoever needs one at once, without for
/// whoever comes by now and then, and with one after all when that adds up. Results never depend on it. Thread-safe.
/// </summary>
internal sealed class FixedBasePowers
{
    private readonly IModularArithmetic arithmetic;
    private readonly Lazy<BigInteger> value;
    private readonly Lazy<FixedBaseTable> table;
    private readonly int usesWorthATable;
    private int uses;

    /// <param name="arithmetic">The modulus.</param>
    /// <param name="value">The base, asked for once.</param>
    /// <param name="exponentBits">Longest exponent.</param>
    /// <param name="windowBits">Bits of a digit: a row of the table has 2^windowBits entries.</param>
    /// <param name="usesWorthATable">Public powers after which the table is built: about what it costs, in powers.</param>
    public FixedBasePowers(IModularArithmetic arithmetic, Func<BigInteger> value, int exponentBits, int windowBits, int usesWorthATable)
    {
        this.arithmetic = arithmetic;
        this.usesWorthATable = usesWorthATable;
        this.value = new(value);
        table = new(() => new FixedBaseTable(arithmetic, Value, exponentBits, windowBits));
    }

    public BigInteger Value => value.Value;

    /// <summary>The table; built now when it is not there.</summary>
    public FixedBaseTable Table => table.Value;

    public bool HasTable => table.IsValueCreated;

    /// <summary>base^exponent for a public exponent within the table's length.</summary>
    public BigInteger Power(BigInteger exponent)
    {
        if (!HasTable && Interlocked.Increment(ref uses) <= usesWorthATable)
            return arithmetic.Power(Value, exponent);
        using var copy = SecretInteger.FromPublic(exponent);
        return PowerSecret(copy);
    }

    /// <summary>base^exponent for a secret exponent, by the table.</summary>
    public BigInteger PowerSecret(SecretInteger exponent)
    {
        using var registers = arithmetic.CreateRegisters(2);
        registers.SetOne(0);
        Table.MultiplyPower(registers, 0, 1, exponent);
        return arithmetic.Read(registers, 0);
    }
}
