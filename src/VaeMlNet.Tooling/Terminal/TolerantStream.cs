namespace VaeMlNet.Tooling;

/// <summary>
/// Writes to another stream and ignores its errors, because an error of the error stream cannot be reported.
/// </summary>
internal sealed class TolerantStream(Stream stream) : WriteStream
{
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            stream.Write(buffer);
        }
        catch (Exception e) when (e is IOException or ClosedOutputException)
        {
            // The exit code still shows that an error occurred.
        }
    }
}
