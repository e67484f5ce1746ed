using System.Text.Json;
using System.Text.RegularExpressions;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>Tells the files of checkpoints from others, so that no other file is replaced or deleted.</summary>
internal static partial class CheckpointPlace
{
    /// <summary>Refuses a place where a checkpoint would replace something else.</summary>
    /// <exception cref="VaeModelException">The place is a file, or its checkpoint.json is not that of a checkpoint.</exception>
    public static void Check(string folder)
    {
        if (File.Exists(folder))
        {
            throw CheckpointErrors.NotReplaceable(folder, "it is a file, not a folder");
        }

        var path = Path.Combine(folder, CheckpointFolder.DescriptionName);
        if (Path.Exists(path) && !IsDescription(path))
        {
            throw CheckpointErrors.NotReplaceable(
                folder,
                $"its {CheckpointFolder.DescriptionName} is damaged, or not that of a checkpoint"
            );
        }
    }

    /// <summary>Refuses a folder without a checkpoint that has files of others, too: it was probably not meant.</summary>
    /// <exception cref="VaeModelException">As said, or as <see cref="Check"/> throws it.</exception>
    public static void CheckIsMeant(string folder)
    {
        Check(folder);
        if (!Directory.Exists(folder) || File.Exists(Path.Combine(folder, CheckpointFolder.DescriptionName)))
        {
            return;
        }

        var foreign = Directory
            .EnumerateFileSystemEntries(folder)
            .Select(entry => Path.GetFileName(entry)!)
            .FirstOrDefault(name => !IsOurs(name));
        if (foreign is not null)
        {
            throw CheckpointErrors.NotReplaceable(
                folder,
                $"it has no {CheckpointFolder.DescriptionName}, but other files, such as {foreign}"
            );
        }
    }

    /// <summary>Returns whether a file of this name has weights or the state of an optimizer.</summary>
    public static bool IsData(string name) => DataName().IsMatch(name);

    /// <summary>Returns whether a name is one that is given to files of checkpoints, also by a process that was killed.</summary>
    private static bool IsOurs(string name) =>
        IsData(name)
        || TemporaryFile.IsName(name)
        || name is CheckpointLock.LockName or CheckpointLock.OwnerName
        || name is "weights.tmp" or "optimizer.tmp" or "checkpoint.json.tmp"; // those of earlier versions

    /// <summary>Returns whether a file has the members that every version of checkpoint.json has.</summary>
    private static bool IsDescription(string path)
    {
        try
        {
            using var description = JsonDocument.Parse(CheckpointFolder.ReadDescriptionBytes(path));
            var root = description.RootElement;
            return root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("format_version", out var version)
                && version.ValueKind == JsonValueKind.Number
                && root.TryGetProperty("options", out var options)
                && options.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("history", out _);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    [GeneratedRegex("^(weights|optimizer)-[0-9a-f]{16}\\.dat$", RegexOptions.CultureInvariant)]
    private static partial Regex DataName();
}
