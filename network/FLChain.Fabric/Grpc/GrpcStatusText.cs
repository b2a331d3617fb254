using System.Text;

namespace FLChain.Fabric.Grpc;

/// <summary>How a status' text and details look in HTTP/2 headers: percent-encoded UTF-8, and base64 without padding.</summary>
internal static class GrpcStatusText
{
    // Official clients accept about 64 KiB of headers; a status beyond that would be lost altogether.
    private const int LongestMessageBytes = 8 * 1024;
    private const int LongestDetailsBytes = 32 * 1024;

    public static string EncodeMessage(string message)
    {
        var encoded = new StringBuilder(message.Length);
        foreach (var value in Encoding.UTF8.GetBytes(message))
        {
            if (encoded.Length >= LongestMessageBytes)
                return encoded.Append("...").ToString();
            if (value is >= 0x20 and <= 0x7e and not (byte)'%')
                encoded.Append((char)value);
            else
                encoded.Append('%').Append(value.ToString("X2"));
        }
        return encoded.ToString();
    }

    /// <summary>Undoes <see cref="EncodeMessage"/>; what is not a valid escape stays as it is.</summary>
    public static string DecodeMessage(string encoded)
    {
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(encoded.Length)];
        var count = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            if (encoded[i] == '%' && i + 2 < encoded.Length && char.IsAsciiHexDigit(encoded[i + 1]) && char.IsAsciiHexDigit(encoded[i + 2]))
            {
                bytes[count++] = Convert.ToByte(encoded.Substring(i + 1, 2), 16);
                i += 2;
            }
            else
            {
                count += Encoding.UTF8.GetBytes(encoded.AsSpan(i, 1), bytes.AsSpan(count));
            }
        }
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    /// <summary>Base64 without padding, or null when there is nothing to send or it is too large for a header.</summary>
    public static string? EncodeDetails(byte[] details)
        => details.Length is 0 or > LongestDetailsBytes ? null : Convert.ToBase64String(details).TrimEnd('=');

    /// <summary>The bytes, or none when the text is not base64: details are an extra that must not hide the status.</summary>
    public static byte[] DecodeDetails(string? encoded)
    {
        if (string.IsNullOrEmpty(encoded))
            return [];
        var text = encoded.TrimEnd('=');
        text = text.PadRight((text.Length + 3) / 4 * 4, '=');
        var bytes = new byte[text.Length / 4 * 3];
        return Convert.TryFromBase64String(text, bytes, out var written) ? bytes[..written] : [];
    }
}
