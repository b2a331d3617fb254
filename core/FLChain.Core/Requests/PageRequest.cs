namespace FLChain.Core.Requests;

/// <summary>One page of a list. An empty bookmark begins at its start.</summary>
/// <param name="PageSize">1 to 500.</param>
/// <param name="Bookmark">Bookmark of the page before.</param>
/// <param name="Of">What the list is of, where it belongs to something: a fid, a party id or an account.</param>
public sealed record PageRequest(int PageSize, string Bookmark = "", string? Of = null)
{
    /// <summary>Largest page.</summary>
    public const int MaxPageSize = 500;
}
