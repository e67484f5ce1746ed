namespace VaeMlNet.Docs.Tests;

/// <summary>
/// The commands of a page, in their order, as a reader types them in the root of a clone, with the files that the page tells
/// the reader to write and the outputs that it shows.
/// </summary>
/// <remarks>
/// A word behind the fence of a shell block, as in ```sh broker, says why nobody can type it there (<see cref="Elsewhere"/>). The
/// block of text behind typed commands is their output. A json block ```json options readings.json is a file to
/// write, and a block ```csv scores.csv shows rows of a file that exists by then.
/// </remarks>
internal sealed class Transcript(MarkdownPage page)
{
    /// <summary>Reasons why a block is not typed.</summary>
    public static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["broker"] = "needs RabbitMQ; StreamsGuideTests and the tests of the worker run such commands",
        ["clone"] = "builds the tool in a clone, which CloneTests do",
        ["cluster"] = "needs Slurm or Kubernetes; the tests of jobs run such commands",
        ["docker"] = "needs Docker; DockerfileTests check what the Dockerfiles name",
        ["gpu"] = "needs a GPU",
        ["mnist"] = "needs MNIST, which ./build.sh fetches",
        ["packages"] = "needs the packages, which are not published; Packages.Tests install them",
        ["yours"] = "names files that only the reader has",
    };

    /// <summary>Pages whose commands are examples with files of the reader, by the beginnings of their paths.</summary>
    private static readonly Dictionary<string, string> NotTyped = new()
    {
        ["CHANGELOG.md"] = "tells what changed",
        ["docs/cli/"] = "the examples of each verb's help",
    };

    /// <summary>Programs that typed blocks may run.</summary>
    private static readonly string[] Programs = ["awk", "cat", "cp", "head", "mkdir", "printf", "tail", "vaemlnet"];

    public static IEnumerable<Transcript> All =>
        DocPages
            .Markdown.Where(IsTyped)
            .Select(page => new Transcript(page))
            .Where(transcript => transcript.Blocks.Any(IsTyped));

    public MarkdownPage Page => page;

    /// <summary>Gets the blocks of the page that matter: commands, files, and outputs.</summary>
    public IReadOnlyList<CodeBlock> Blocks { get; } =
    [.. page.Blocks.Where(block => IsTyped(block) || FileOf(block) is not null || block.Language == "text")];

    /// <summary>Gets the files and folders that the commands name, or that csv blocks show, and that are in a clone.</summary>
    public IEnumerable<string> FilesOfTheClone => Steps.SelectMany(step => step.Read).Where(IsInTheClone).Distinct();

    /// <summary>Gets the files that a command reads, but that neither the clone has nor an earlier command made.</summary>
    public IEnumerable<string> MissingFiles
    {
        get
        {
            HashSet<string> made = [];
            foreach ((var place, var read, var written) in Steps)
            {
                foreach (var path in read.Where(path => !IsInTheClone(path) && !IsMade(path)))
                {
                    yield return $"{place}: {path}";
                }

                made.UnionWith(written);
            }

            bool IsMade(string path) =>
                made.Any(other => path == other || path.StartsWith($"{other}/", StringComparison.Ordinal));
        }
    }

    private IEnumerable<(string Place, string[] Read, string[] Written)> Steps =>
        Blocks.SelectMany(block =>
            FileOf(block) is { } file
                ? block.Language == "json"
                    ? [($"{block}", [], [file])]
                    : [($"{block}", [file], [])]
                : IsTyped(block)
                    ? ShellLine
                        .Parse(block)
                        .Select(line =>
                            ($"{line}", ShellFiles.Read(line).ToArray(), ShellFiles.Written(line).ToArray())
                        )
                    : Enumerable.Empty<(string, string[], string[])>()
        );

    public static bool IsTyped(CodeBlock block) =>
        CodeBlockKindTests.IsShell(block)
        && block.Purpose.Length == 0
        && Programs.Contains(ShellLine.Parse(block).First().Program);

    /// <summary>Returns the programs of a typed block that tests do not run.</summary>
    public static IEnumerable<string> Unknown(CodeBlock block) =>
        ShellLine.Parse(block).Select(line => line.Program).Except(Programs);

    /// <summary>Returns the file that a json block is to be saved as, or that a csv block shows.</summary>
    public static string? FileOf(CodeBlock block)
    {
        var last = block.Purpose.Split(' ')[^1];
        return block.Language is "json" or "csv" && last.Contains('.', StringComparison.Ordinal) ? last : null;
    }

    /// <summary>Returns the output that the page shows for the typed block at an index, or null.</summary>
    public CodeBlock? OutputOf(int index) =>
        index + 1 < Blocks.Count && Blocks[index + 1].Language == "text" && IsNext(Blocks[index], Blocks[index + 1])
            ? Blocks[index + 1]
            : null;

    public override string ToString() => page.Path;

    /// <summary>Returns whether the commands of a page are typed, except in blocks that say why not.</summary>
    public static bool IsTyped(MarkdownPage page) =>
        !NotTyped.Keys.Any(path => page.Path.StartsWith(path, StringComparison.Ordinal));

    /// <summary>Returns whether a path is in the repository, and not in its folder of build results.</summary>
    private static bool IsInTheClone(string path) =>
        !path.StartsWith("artifacts/", StringComparison.Ordinal) && Path.Exists(Repository.PathOf(path));

    /// <summary>Returns whether only prose stands between two blocks.</summary>
    private bool IsNext(CodeBlock first, CodeBlock second)
    {
        CodeBlock[] all = [.. page.Blocks];
        return Array.IndexOf(all, second) == Array.IndexOf(all, first) + 1 && first.Heading == second.Heading;
    }
}
