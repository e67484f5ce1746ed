using System.Diagnostics.CodeAnalysis;
using System.Text;
using Spectre.Console;

namespace VaeMlNet.Tooling;

/// <summary>
/// The terminal of a verb. Results and progress are written to the output, errors to the error stream. Bars, colors and box
/// drawing appear only on a terminal. If the output is redirected or NO_COLOR is set, all output is plain lines.
/// </summary>
/// <remarks>
/// All text passes through <see cref="TerminalText"/>, even if redirected, so that no name or message can control a terminal.
/// Data does not; verbs write it to files and to <see cref="OpenOutput"/>.
/// </remarks>
internal sealed class CommandTerminal
{
    private IAnsiConsole? console;

    /// <summary>Creates a terminal over two writers.</summary>
    /// <param name="output">The writer for results and progress.</param>
    /// <param name="error">The writer for errors.</param>
    /// <param name="isInteractive">True if the output is a terminal that may show bars and colors.</param>
    public CommandTerminal(TextWriter output, TextWriter error, bool isInteractive)
        : this(output, error, isInteractive ? NewConsole(output, isCertain: true) : null) { }

    // Does not query the terminal unless it is interactive, because that takes longer than writing all lines of a verb.
    private CommandTerminal(TextWriter output, TextWriter error, IAnsiConsole? console)
    {
        Output = TextWriter.Synchronized(new EscapingWriter(output));
        Error = TextWriter.Synchronized(new EscapingWriter(error));
        this.console = console;
    }

    /// <summary>Creates the terminal of the streams of this process.</summary>
    public static CommandTerminal ForProcess(string toolName)
    {
        var isColorUnwanted = !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        IAnsiConsole? ConsoleOver(TextWriter writer, bool isRedirected) =>
            isRedirected || isColorUnwanted ? null : NewConsole(writer, isCertain: false);

        // A Windows service has no output. This is not an error until results are written to it.
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

    /// <summary>Gets the name of the tool. Warnings and errors begin with it. Default: vaemlnet.</summary>
    public string ToolName { get; init; } = "vaemlnet";

    /// <summary>
    /// Gets a function that opens standard input. The caller must dispose the stream. Default: that of the process.
    /// </summary>
    public Func<Stream> OpenInput { get; init; } = OpenProcessInput;

    /// <summary>
    /// Gets a function that opens standard output for results. The caller must dispose the stream. Default: that of
    /// the process.
    /// </summary>
    public Func<Stream> OpenOutput { get; init; } = OpenProcessOutput;

    /// <summary>
    /// Gets the plain writer for results and progress. Use <see cref="WriteLine"/> while a bar is shown.
    /// </summary>
    public TextWriter Output { get; private set; }

    public TextWriter Error { get; }

    /// <summary>Gets whether bars and colors may be shown.</summary>
    [MemberNotNullWhen(true, nameof(console))]
    public bool IsInteractive => console is not null;

    /// <summary>Gets or sets whether the user asks for details. Default: false.</summary>
    public bool IsVerbose { get; set; }

    private Func<IAnsiConsole?> NewErrorConsole { get; init; } = () => null;

    /// <summary>
    /// Writes later lines, tables and bars to the error stream, because the output contains a file.
    /// </summary>
    public void KeepOutputForResults()
    {
        Output = Error;
        console = NewErrorConsole();
    }

    /// <summary>Writes one line, above the bar if one is shown. Line breaks in a name are escaped.</summary>
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

    /// <summary>
    /// Writes one line to the error stream. Line breaks in a name are escaped, so that they cannot start a line. User names and passwords of
    /// URIs are hidden.
    /// </summary>
    public void WriteErrorLine(string line) => Error.WriteLine(TerminalText.EscapeMessage(line));

    /// <summary>Writes a warning to the error stream.</summary>
    public void Warn(string message) => WriteErrorLine($"{ToolName}: warning: {message}");

    /// <summary>Writes a table, with borders on a terminal and as aligned columns elsewhere.</summary>
    /// <param name="title">The title above the table.</param>
    /// <param name="headings">The headings of the columns.</param>
    /// <param name="rows">The rows, each with as many cells as there are columns.</param>
    /// <param name="shownRows">The largest number of rows to write. A line below the table counts the others.</param>
    public void WriteTable(string title, string[] headings, IEnumerable<string[]> rows, int shownRows = int.MaxValue)
    {
        WriteLine("");
        WriteLine(title);
        string[][] all = [.. rows];
        string[][] cells = [.. all.Take(shownRows).Select(row => row.Select(TerminalText.EscapeLine).ToArray())];
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

        if (all.Length > cells.Length)
        {
            WriteLine($"and {all.Length - cells.Length} more");
        }
    }

    /// <summary>
    /// Runs long work with a progress bar and the remaining time. Without a terminal, there is no bar.
    /// </summary>
    /// <param name="title">The name of the work.</param>
    /// <param name="work">
    /// The work. It reports the share that is done, in [0, 1]. Before the first report, the bar only shows activity.
    /// </param>
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
        // Without a byte order mark, which could be in the middle of a redirected file.
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

    // Progress<T> posts to the thread pool, so reports would arrive late and out of order.
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
