namespace FLChain.Laboratory.Scenes;

/// <summary>One thing that must be so at the end of a scene.</summary>
/// <param name="What">In words.</param>
/// <param name="Expected">What the table says.</param>
/// <param name="Actual">What the ledger says.</param>
internal sealed record SceneCheck(string What, string Expected, string Actual)
{
    public bool Holds => string.Equals(Expected, Actual, StringComparison.Ordinal);

    public static SceneCheck Of<T>(string what, T expected, T actual) => new(what, $"{expected}", $"{actual}");
}
