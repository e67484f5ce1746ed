using System.Text.Json;
using System.Text.RegularExpressions;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>Distinguishes the files of checkpoints from other files, so that no other file is replaced or deleted.</summary>
internal static partial class CheckpointPlace
{
    /// <summary>Refuses a path where a checkpoint would replace something else.</summary>
    /// <exception cref="VaeModelException">The path is a file, or its checkpoint.json is not that of a checkpoint.</exception>
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

    /// <summary>Refuses a folder that contains other files and no checkpoint, because it is probably a mistake.</summary>
    /// <exception cref="VaeModelException">The folder contains other files, or <see cref="Check"/> refuses it.</exception>
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

    /// <summary>Returns whether a file name is that of weights or of an optimizer's state.</summary>
    public static bool IsData(string name) => DataName().IsMatch(name);

    /// <summary>Returns whether a file name belongs to a checkpoint, including temporary files of a killed process.</summary>
    private static bool IsOurs(string name) =>
        IsData(name)
        || TemporaryFile.IsName(name)
        || name is CheckpointLock.LockName or CheckpointLock.OwnerName
        || name is "weights.tmp" or "optimizer.tmp" or "checkpoint.json.tmp"; // temporary files of earlier versions

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
