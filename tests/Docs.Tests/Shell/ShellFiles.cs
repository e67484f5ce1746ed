using System.Text.RegularExpressions;

namespace VaeMlNet.Docs.Tests;

/// <summary>The files and folders that a command line reads and writes, by the names of its options.</summary>
internal static partial class ShellFiles
{
    private static readonly string[] Outputs = ["--out", "--segments", "--error-log", "--write-schema"];

    private static readonly string[] Inputs =
    [
        "--checkpoint",
        "--data",
        "--held-out",
        "--labels",
        "--mnist",
        "--options",
        "--real",
        "--schema",
        "--settings",
        "--synthetic",
        "--train",
        "--validation",
    ];

    /// <summary>The option of a file that the verb <c>label</c> writes and others read.</summary>
    private const string KnownRows = "--known-rows";

    /// <summary>Programs whose last argument is what they make.</summary>
    private static readonly string[] Makers = ["cp", "mkdir"];

    public static IEnumerable<string> Written(ShellLine line) =>
        Values(line, IsLabel(line) ? [.. Outputs, KnownRows] : Outputs)
            .Concat(line.Redirections.Where(text => text[0] == '>').Select(text => text[1..]))
            .Concat(Makers.Contains(line.Program) ? line.Arguments.TakeLast(1) : []);

    public static IEnumerable<string> Read(ShellLine line) =>
        Values(line, IsLabel(line) ? Inputs : [.. Inputs, KnownRows])
            .Concat(line.Redirections.Where(text => text[0] == '<').Select(text => text[1..]))
            .Concat(line.Arguments.Where(argument => Path().IsMatch(argument)))
            .Except(Makers.Contains(line.Program) ? line.Arguments.TakeLast(1) : [])
            .Where(path => path != "-");

    private static bool IsLabel(ShellLine line) => line.Arguments is ["label", ..];

    private static IEnumerable<string> Values(ShellLine line, string[] options) =>
        line
            .Arguments.Select(argument => argument.Split('=', 2))
            .Where(parts => parts.Length == 2 && options.Contains(parts[0]))
            .SelectMany(parts => parts[1].Trim('"', '\'').Split(','));

    /// <summary>Matches an argument that is a path: it has a slash, or an extension.</summary>
    [GeneratedRegex(@"^(?!-)[\w.-]*(/[\w./*-]+|\.(csv|json|onnx|idv))$")]
    private static partial Regex Path();
}
