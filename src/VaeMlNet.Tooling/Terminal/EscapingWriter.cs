using System.Text;

namespace VaeMlNet.Tooling;

/// <summary>
/// Writes text for people to another writer, with all characters escaped that could control a terminal.
/// </summary>
/// <remarks>
/// It is also used for redirected output, because such a file may be shown on a terminal later. A surrogate pair must be written
/// by one call.
/// </remarks>
internal sealed class EscapingWriter(TextWriter inner) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Gets or sets the line end of the other writer.</summary>
    [System.Diagnostics.CodeAnalysis.AllowNull]
    public override string NewLine
    {
        get => inner.NewLine;
        set => inner.NewLine = value;
    }

    public override void Write(char value) => Write(value.ToString());

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => inner.Write(TerminalText.Escape(value ?? ""));

    public override void WriteLine() => inner.WriteLine();

    public override void WriteLine(string? value) => inner.WriteLine(TerminalText.Escape(value ?? ""));

    public override void Flush() => inner.Flush();
}
