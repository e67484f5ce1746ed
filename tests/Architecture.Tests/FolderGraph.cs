using System.Text;

namespace VaeMlNet.Architecture.Tests;

/// <summary>
/// The folders of a project and what they use of each other. Files directly in the project folder are the top floor: they may use
/// every folder, and no folder may use them.
/// </summary>
internal sealed class FolderGraph
{
    private const int ShownTypes = 30;

    private readonly IReadOnlyList<FolderReference> references;
    private readonly string[] folders;
    private readonly ILookup<string, string> uses;

    public FolderGraph(IReadOnlyList<FolderReference> references, IEnumerable<SourceFile> files)
    {
        this.references = references;
        folders = [.. files.Select(file => file.Folder).Distinct().Order(StringComparer.Ordinal)];
        uses = references
            .Select(reference => (reference.From, reference.To))
            .Concat(
                folders.Where(folder => folder != SourceFile.TopFloor).Select(folder => (SourceFile.TopFloor, folder))
            )
            .Distinct()
            .ToLookup(arrow => arrow.Item1, arrow => arrow.Item2);
    }

    /// <summary>Gets the folders, each above those that it uses. The order means nothing where there are cycles.</summary>
    public IReadOnlyList<string> TopToBottom => [.. folders.OrderByDescending(folder => Reached(folder).Count)];

    /// <summary>Gets the arrows between folders that depend on each other, the one with the fewest references first.</summary>
    public IReadOnlyList<FolderArrow> Cycles
    {
        get
        {
            var reached = folders.ToDictionary(folder => folder, Reached);
            return
            [
                .. references
                    .Where(reference => reached[reference.To].Contains(reference.From))
                    .GroupBy(reference => (reference.From, reference.To))
                    .Select(arrow => new FolderArrow(arrow.Key.From, arrow.Key.To, [.. arrow]))
                    .OrderBy(arrow => arrow.References.Count),
            ];
        }
    }

    /// <summary>Returns the uses of a folder that is listed above the user.</summary>
    public IEnumerable<FolderReference> FindUpward(IReadOnlyList<string> topToBottom)
    {
        var floors = topToBottom.Index().ToDictionary(floor => floor.Item, floor => floor.Index);
        return references.Where(reference => floors[reference.From] > floors[reference.To]);
    }

    /// <summary>Describes the cycles for the person who breaks them.</summary>
    public string Describe()
    {
        StringBuilder text = new();
        text.AppendLine("Folders depend on each other. Move types, or pass what they need, until no arrow remains:");
        foreach (var (from, to, lines) in Cycles)
        {
            text.AppendLine().AppendLine($"{from} -> {to}: {lines.Count}");
            var types = lines.GroupBy(line => (line.FromType, line.ToType)).ToArray();
            foreach (var pair in types.Take(ShownTypes))
            {
                var places = pair.GroupBy(line => line.File)
                    .Select(file => $"{file.Key}:{string.Join(',', file.Select(line => line.Line))}");
                text.AppendLine($"    {pair.Key.FromType} uses {pair.Key.ToType} ({string.Join("; ", places)})");
            }

            if (types.Length > ShownTypes)
            {
                text.AppendLine($"    and {types.Length - ShownTypes} more");
            }
        }

        return text.ToString();
    }

    /// <summary>Returns the folders that a folder uses, directly or through other folders.</summary>
    private HashSet<string> Reached(string start)
    {
        HashSet<string> reached = [];
        Stack<string> next = new([start]);
        while (next.TryPop(out var folder))
        {
            foreach (var used in uses[folder].Where(reached.Add))
            {
                next.Push(used);
            }
        }

        return reached;
    }
}
