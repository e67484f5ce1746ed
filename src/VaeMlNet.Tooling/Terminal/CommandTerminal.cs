using System.Diagnostics.CodeAnalysis;
using System.Text;
using Spectre.Console;

namespace VaeMlNet.Tooling;

/// <summary>
/// Where a verb writes: results and progress to the output, errors to the error stream. Bars, colors and box drawing
/// appear on a terminal only; redirected, or with NO_COLOR set, everything is plain lines.
/// </summary>
/// <remarks>
/// All text goes through <see cref="TerminalText"/>, redirected or not, so that no name or message can control a terminal.
/// Data does not: verbs write it to files and to <see cref="OpenOutput"/>.
/// </remarks>
internal sealed class CommandTerminal
{
    private IAnsiConsole? console;

    /// <summary>Creates a terminal over two writers.</summary>
    /// <param name="output">For results and progress.</param>
    /// <param name="error">For errors.</param>
    /// <param name="isInteractive">Whether the output is a terminal that may show bars and colors.</param>
    public CommandTerminal(TextWriter output, TextWriter error, bool isInteractive)
        : this(output, error, isInteractive ? NewConsole(output, isCertain: true) : null) { }

    // Without a console nothing is found out about the terminal, which takes longer than all lines that a verb writes.
    private CommandTerminal(TextWriter output, TextWriter error, IAnsiConsole? console)
    {
        Output = TextWriter.Synchronized(new EscapingWriter(output));
        Error = TextWriter.Synchronized(new EscapingWriter(error));
        this.console = console;
    }

    /// <summary>The process's own streams.</summary>
    /// <param name="toolName">The name of the tool, which begins warnings and errors.</param>
    public static CommandTerminal ForProcess(string toolName)
    {
        var isColorUnwanted = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole? ConsoleOver(TextWriter writer, bool isRedirected) =>
            isRedirected || isColorUnwanted ? null : NewConsole(writer, isCertain: false);

        // A Windows service has no output, which is no error until results are written to it.
        var isConsoles =
            !Console.IsOutputRedirected || (OperatingSystem.IsWindows() && !Descriptor.IsPassed(Descriptor.Output));
        var output = isConsoles ? Console.Out : Writer(OpenProcessOutput());
        var error = Writer(new TolerantStream(new DescriptorStream(Descriptor.Error, "the error stream")));
        return new CommandTerminal(output, error, ConsoleOver(output, Console.IsOutputRedirected))
        {
            ToolName = toolName,
            NewErrorConsole = () => ConsoleOver(Console.Error, Console.IsErrorRedirected),
        };
    }

    /// <summary>Gets the name of the tool, which begins warnings and errors. Default: vaemlnet.</summary>
    public string ToolName { get; init; } = "vaemlnet";

    /// <summary>Opens standard input; the caller disposes the stream. Default: the process's.</summary>
    public Func<Stream> OpenInput { get; init; } = OpenProcessInput;

    /// <summary>Opens standard output for results; the caller disposes the stream. Default: the process's.</summary>
    public Func<Stream> OpenOutput { get; init; } = OpenProcessOutput;

    /// <summary>For results and progress; a plain writer, so use <see cref="WriteLine"/> while a bar is shown.</summary>
    public TextWriter Output { get; private set; }

    /// <summary>For errors.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether bars and colors may be shown.</summary>
    [MemberNotNullWhen(true, nameof(console))]
    public bool IsInteractive => console is not null;

    private Func<IAnsiConsole?> NewErrorConsole { get; init; } = () => null;

    /// <summary>Sends lines, tables and bars to the error stream from here on: the output holds a file.</summary>
    public void KeepOutputForResults()
    {
        Output = Error;
        console = NewErrorConsole();
    }

    /// <summary>Writes one plain line, above the bar if one is shown. A line break in a name is escaped.</summary>
    public void WriteLine(string line) => WriteText(TerminalText.EscapeLine(line));

    /// <summary>Writes a text that may have several lines, above the bar if one is shown.</summary>
    public void WriteText(string text)
    {
        if (IsInteractive)
        {
            console.Write(new UnwrappedLine(TerminalText.Escape(text)));
        }
        else
        {
            Output.WriteLine(text);
        }
    }

    /// <summary>Writes one line to the error stream. A line break in a name is escaped, so that it cannot begin a line.</summary>
    public void WriteErrorLine(string line) => Error.WriteLine(TerminalText.EscapeLine(line));

    /// <summary>Writes a warning to the error stream.</summary>
    /// <param name="message">The message, which begins in lower case.</param>
    public void Warn(string message) => WriteErrorLine($"{ToolName}: warning: {message}");

    /// <summary>Writes a table: with borders on a terminal, as aligned columns elsewhere.</summary>
    /// <param name="title">A line above it.</param>
    /// <param name="headings">The columns.</param>
    /// <param name="rows">As many cells each as there are columns.</param>
    public void WriteTable(string title, string[] headings, IEnumerable<string[]> rows)
    {
        WriteLine("");
        WriteLine(title);
        string[][] cells = [.. rows.Select(row => row.Select(TerminalText.EscapeLine).ToArray())];
        if (IsInteractive)
        {
            Table table = new() { Border = TableBorder.Rounded };
            table.AddColumns([.. headings.Select(heading => new TableColumn(new Text(heading)))]);
            foreach (var row in cells)
            {
                table.AddRow(row.Select(cell => new Text(cell)));
            }

            console.Write(table);
        }
        else
        {
            WritePlainTable([headings, .. cells]);
        }
    }

    /// <summary>Runs long work under a bar with the time left; without a terminal there is no bar.</summary>
    /// <param name="title">What is being done.</param>
    /// <param name="work">The work; it reports the share done, in [0, 1]. Until it does, the bar only shows that it lives.</param>
    public T RunWithBar<T>(string title, Func<IProgress<double>, T> work)
    {
        if (!IsInteractive)
        {
            return work(new BarProgress(null));
        }

        return console
            .Progress()
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
            .Start(context =>
            {
                var bar = context.AddTask(Markup.Escape(TerminalText.EscapeLine(title)), maxValue: 1);
                bar.IsIndeterminate = true;
                return work(new BarProgress(bar));
            });
    }

    private static Stream OpenProcessInput() =>
        Descriptor.IsPassed(Descriptor.Input)
            ? Console.OpenStandardInput()
            : throw new CommandException(
                "Could not read standard input: it is closed. Redirect a file or a pipe to it."
            );

    private static DescriptorStream OpenProcessOutput() => new(Descriptor.Output, "standard output");

    private static TextWriter Writer(Stream stream)
    {
        // Without the mark that some programs put before UTF-8: it would stand in the middle of a file.
        var encoding =
            Console.OutputEncoding is UTF8Encoding
                ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
                : Console.OutputEncoding;
        return TextWriter.Synchronized(new StreamWriter(stream, encoding) { AutoFlush = true });
    }

    private static IAnsiConsole? NewConsole(TextWriter output, bool isCertain)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(output),
                Ansi = isCertain ? AnsiSupport.Yes : AnsiSupport.Detect,
            }
        );
        return console.Profile.Capabilities.Ansi ? console : null;
    }

    private void WritePlainTable(string[][] rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (var row in rows)
        {
            WriteLine(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }

    // Progress<T> would post to the thread pool, so that reports arrive late and out of order.
    private sealed class BarProgress(ProgressTask? bar) : IProgress<double>
    {
        public void Report(double value)
        {
            if (bar is not null)
            {
                bar.IsIndeterminate = false;
                bar.Value = value;
            }
        }
    }
}
