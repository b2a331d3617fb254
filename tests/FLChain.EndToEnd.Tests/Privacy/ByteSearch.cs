using System.Buffers;
using System.Text;

namespace FLChain.EndToEnd.Tests.Privacy;

/// <summary>Looks for byte strings in other byte strings: as they are, and inside of base64 and hexadecimal text.</summary>
internal sealed class ByteSearch
{
    private const int ShortestText = 24;
    private static readonly SearchValues<byte> s_base64 = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8);
    private static readonly SearchValues<byte> s_hex = SearchValues.Create("0123456789abcdef"u8);
    private readonly List<byte[]> _views = [];

    public ByteSearch(IEnumerable<byte[]> haystack)
    {
        foreach (var bytes in haystack)
        {
            _views.Add(bytes);
            foreach (var text in Runs(bytes, s_base64)) AddBase64(text);
            foreach (var text in Runs(bytes, s_hex)) _views.Add(Convert.FromHexString(text[..(text.Length / 2 * 2)]));
        }
    }

    public bool Finds(ReadOnlySpan<byte> needle)
    {
        foreach (var view in _views)
            if (view.AsSpan().IndexOf(needle) >= 0)
                return true;
        return false;
    }

    // Text may be run together with letters before it, so every alignment is tried.
    private void AddBase64(string text)
    {
        for (var start = 0; start < 4; start++)
        {
            var length = (text.Length - start) / 4 * 4;
            _views.Add(Convert.FromBase64String(text.Substring(start, length)));
            var rest = text[(start + length)..];
            if (rest.Length >= 2 && start == 0) _views.Add(Convert.FromBase64String((text[start..] + "==")[..(length + 4)]));
        }
    }

    private static List<string> Runs(byte[] bytes, SearchValues<byte> letters)
    {
        var runs = new List<string>();
        for (var at = 0; at < bytes.Length;)
        {
            var start = bytes.AsSpan(at).IndexOfAny(letters);
            if (start < 0) break;
            at += start;
            var length = bytes.AsSpan(at).IndexOfAnyExcept(letters);
            if (length < 0) length = bytes.Length - at;
            if (length >= ShortestText) runs.Add(Encoding.ASCII.GetString(bytes, at, length));
            at += length;
        }

        return runs;
    }
}
