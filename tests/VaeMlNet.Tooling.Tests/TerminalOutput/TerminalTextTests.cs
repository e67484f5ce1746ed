namespace VaeMlNet.Tooling.Tests;

/// <summary>Hostile text on a terminal does not move the cursor, change a mode or reverse a line.</summary>
internal sealed class TerminalTextTests
{
    private const string Hostile = "\u001b[2J\u009b1m\a\b\u007f\u2028\u2029\u202e\u2066\u200f\ufeff\uffff\ud83d";

    [TestCase("\u001b[31m", "\\u001b[31m")]
    [TestCase("\u009b31m", "\\u009b31m")]
    [TestCase("a\rb\0\a\b\u007f", "a\\u000db\\u0000\\u0007\\u0008\\u007f")]
    [TestCase("a\u0085b\u2028c\u2029", "a\\u0085b\\u2028c\\u2029")]
    [TestCase("\u202etxt.exe\u2066", "\\u202etxt.exe\\u2066")]
    [TestCase("\uffff", "\\uffff")]
    [TestCase("\udb40\udc41", "\\udb40\\udc41", Description = "an invisible tag character")]
    [Proves(48)]
    public void Escape_CharacterThatControlsATerminal_IsVisible(string text, string expected)
    {
        Assert.That(TerminalText.Escape(text), Is.EqualTo(expected));
        Assert.That(TerminalText.EscapeLine(text), Is.EqualTo(expected));
        Assert.That(TerminalText.IsPlain(text), Is.False);
    }

    // These are not test cases, because attributes cannot contain such strings.
    [Test]
    public void Escape_HalfOfAPairOfSurrogates_IsVisible()
    {
        Assert.That(TerminalText.Escape("\ud83d"), Is.EqualTo("\\ud83d"));
        Assert.That(TerminalText.Escape("\udc00\ud800"), Is.EqualTo("\\udc00\\ud800"));
        Assert.That(TerminalText.IsPlain("a\ud800"), Is.False);
    }

    [TestCase("plain 'text' \\u001b")]
    [TestCase("Größe 列 ñ 👩‍🔬 می‌خواهم 🧪")]
    public void Escape_Letters_StayAsTheyAre(string text)
    {
        Assert.That(TerminalText.Escape(text), Is.SameAs(text));
        Assert.That(TerminalText.IsPlain(text));
    }

    [Test]
    public void Escape_LineEnds_StayInTextsAndAreEscapedInLines()
    {
        Assert.That(TerminalText.Escape("a\tb\nc\r\nd\re"), Is.EqualTo("a\tb\nc\r\nd\\u000de"));
        Assert.That(TerminalText.EscapeLine("a\tb\nc\r\nd"), Is.EqualTo("a\tb\\u000ac\\u000d\\u000ad"));
    }

    [TestCase("a\nb")]
    [TestCase("a\r\n b\r")]
    [TestCase("a\u0085b")]
    [TestCase("a\u2028\u2029b")]
    [TestCase("\va \f b")]
    public void JoinLines_EveryKindOfLineBreak_GivesOneLine(string message) =>
        Assert.That(TerminalText.JoinLines(message), Is.EqualTo("a b"));

    [TestCase(false)]
    [TestCase(true)]
    [Proves(48)]
    public void Terminal_HostileText_IsWrittenEscapedByEveryMember(bool isInteractive)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, error, isInteractive);

        terminal.WriteLine(Hostile);
        terminal.WriteText(Hostile);
        terminal.WriteTable(
            Hostile,
            ["name"],
            [
                [Hostile],
            ]
        );
        terminal.RunWithBar(Hostile, _ => 0);
        terminal.Output.Write(Hostile);
        terminal.Output.Write(Hostile.ToCharArray());
        terminal.Output.WriteLine((object)Hostile);
        terminal.Error.Write("{0}", Hostile);
        terminal.WriteErrorLine(Hostile);
        terminal.Warn(Hostile);
        Array.ForEach(Hostile.ToCharArray(), terminal.Error.Write);

        var written = (isInteractive ? WithoutSpectre(output.ToString()) : output.ToString()) + error;

        Assert.That(written.Where(c => c is not '\n' && !TerminalText.IsPlain(c.ToString())), Is.Empty, written);
        Assert.That(written, Does.Contain(TerminalText.Escape(Hostile)));
    }

    [Test]
    [Proves(48)]
    public void Terminal_LineBreakInALine_BeginsNoLine()
    {
        using StringWriter output = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, output, isInteractive: false);

        terminal.WriteLine("column 'a\nvaemlnet: error: b'");
        terminal.Warn("column 'a\nvaemlnet: error: b'");
        terminal.WriteTable(
            "",
            ["name"],
            [
                ["a\nb"],
            ]
        );

        Assert.That(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), Has.Length.EqualTo(4));
    }

    /// <summary>A wrapped command would be two commands when it is copied.</summary>
    [Test]
    [Proves(49)]
    public void WriteLine_LongLineOnATerminal_GetsNoLineEnds()
    {
        using StringWriter output = new() { NewLine = "\n" };
        CommandTerminal terminal = new(output, TextWriter.Null, isInteractive: true);
        var line = "next: vaemlnet score " + string.Join(' ', Enumerable.Repeat("--data=x.csv", 50));

        terminal.WriteLine(line);

        Assert.That(output.ToString().TrimEnd('\n'), Is.EqualTo(line));
    }

    // The sequences that Spectre.Console writes for bars, colors and borders.
    private static string WithoutSpectre(string text) =>
        System
            .Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[?0-9;]*[a-zA-KLmlh]", "")
            .Replace("\r", "", StringComparison.Ordinal);

    [TestCase("No 'amqp://me:s3cret@host:1/v'.", "No 'amqp://***@host:1/v'.")]
    [TestCase("https://me@host and amqps://a:s3/cr@et@host", "https://***@host and amqps://***@host")]
    [TestCase("Mail a@b.example, or see https://example.com/a.", "Mail a@b.example, or see https://example.com/a.")]
    [Proves(48)]
    public void EscapeMessage_UserOfAUri_IsHidden(string message, string shown)
    {
        Assert.That(TerminalText.EscapeMessage(message), Is.EqualTo(shown));
        Assert.That(TerminalText.EscapeMessage(shown), Is.EqualTo(shown));
    }
}
