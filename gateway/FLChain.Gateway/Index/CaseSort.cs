namespace FLChain.Gateway.Index;

/// <summary>What a list of reports, accusations or disputes is sorted by; then by id.</summary>
internal enum CaseSort
{
    /// <summary>When it was made.</summary>
    At,

    /// <summary>When the time of its state ends; 0 where none runs.</summary>
    Deadline,
}
