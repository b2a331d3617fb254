namespace FLChain.Core.Records;

/// <summary>What a party did that the contract itself can prove (docs/economics.md tells what follows from each).</summary>
public enum FaultKind
{
    /// <summary>A masked gradient whose proof does not verify for its author, model and iteration.</summary>
    IncorrectGradient,

    /// <summary>An aggregate that is not the sum of the fixed masked gradients.</summary>
    IncorrectAggregate,

    /// <summary>An unmasking share whose proof does not verify, or that its author cannot open.</summary>
    IncorrectShare,

    /// <summary>Dealt secrets that do not open, or a key share that does not fit its verification key; the accused is the authority's MSP id.</summary>
    BadDealtShare,

    /// <summary>Too many iterations without the member: missed deadlines, or an abort.</summary>
    Absence,

    /// <summary>A delivered envelope that does not hold the model's key.</summary>
    WrongDeliveryKey,

    /// <summary>A well-formed gradient with a component out of range, shown by the opening of its seed.</summary>
    AbsurdGradient,

    /// <summary>A seed that was not opened in time, or is not the one of the masked gradient.</summary>
    WithheldSeed,
}
