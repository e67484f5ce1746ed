using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace VaeMlNet;

/// <summary>
/// The files of a checkpoint: checkpoint.json, and data files named by their kind and checksum. The description is moved
/// into place last, so that a folder holds a whole checkpoint, the old or the new one, whatever interrupts the writer.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class CheckpointFolder(string folder)
{
    /// <summary>The kind of files with weights of a network.</summary>
    public const string Weights = "weights";

    /// <summary>The kind of files with the state of an optimizer.</summary>
    public const string Optimizer = "optimizer";

    private const string DescriptionName = "checkpoint.json";
    private const string TemporarySuffix = ".tmp";

    /// <summary>How options and results are written as JSON.</summary>
    public static JsonSerializerOptions Json { get; } =
        new()
        {
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            WriteIndented = true,
            NewLine = "\n",
            AllowOutOfOrderMetadataProperties = true,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
        };

    /// <summary>Whether the folder holds a checkpoint, whole or damaged.</summary>
    public bool Exists => File.Exists(Path.Combine(folder, DescriptionName));

    /// <summary>Runs what writes a checkpoint; when it fails, the old one stays.</summary>
    /// <exception cref="VaeModelException">The folder cannot be written.</exception>
    public void Write(Func<CheckpointDescription> writeData)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var description = writeData();
            var path = Path.Combine(folder, DescriptionName);
            File.WriteAllText(path + TemporarySuffix, JsonSerializer.Serialize(description, Json) + "\n");
            FlushToDisk(path + TemporarySuffix);
            File.Move(path + TemporarySuffix, path, overwrite: true);
            DeleteAllBut(description);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ExternalException)
        {
            DeleteTemporaries();
            throw new VaeModelException(
                $"Checkpoint '{folder}' could not be written: {e.Reason()}. Check the path, free space and permissions.",
                e
            );
        }
    }

    /// <summary>Writes a data file.</summary>
    /// <param name="kind">Its kind.</param>
    /// <param name="write">Writes it to a path.</param>
    /// <returns>Its SHA-256.</returns>
    public string Put(string kind, Action<string> write)
    {
        var temporary = Path.Combine(folder, kind + TemporarySuffix);
        write(temporary);
        FlushToDisk(temporary);
        var sha256 = HashOf(temporary);
        File.Move(temporary, PathOf(kind, sha256), overwrite: true);
        return sha256;
    }

    /// <summary>Gives the path of a data file that is there and undamaged.</summary>
    /// <exception cref="VaeModelException">It is missing or damaged.</exception>
    public string Find(string kind, string sha256)
    {
        var path = PathOf(kind, sha256);
        if (!File.Exists(path))
        {
            throw Unreadable($"it has no {Path.GetFileName(path)}");
        }

        return HashOf(path) == sha256
            ? path
            : throw Unreadable($"{Path.GetFileName(path)} is damaged: its SHA-256 is not the one in {DescriptionName}");
    }

    /// <summary>Reads checkpoint.json.</summary>
    /// <exception cref="VaeModelException">It is missing, damaged, or of another version.</exception>
    public CheckpointDescription ReadDescription()
    {
        CheckpointDescription? description;
        try
        {
            var json = File.ReadAllText(Path.Combine(folder, DescriptionName));
            description = JsonSerializer.Deserialize<CheckpointDescription>(json, Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unreadable($"{DescriptionName}: {e.Reason()}", e);
        }

        return description?.FormatVersion == CheckpointDescription.CurrentFormatVersion
            ? description
            : throw Unreadable(
                $"{DescriptionName} is of format version {description?.FormatVersion}, "
                    + $"expected {CheckpointDescription.CurrentFormatVersion}"
            );
    }

    /// <summary>The error for a checkpoint whose parts do not fit together.</summary>
    public VaeModelException DoesNotFit(Exception inner) =>
        Unreadable($"its weights and the options in {DescriptionName} do not fit", inner);

    private VaeModelException Unreadable(string reason, Exception? inner = null) =>
        new($"Checkpoint '{folder}' cannot be loaded: {reason}. Train again and save a new checkpoint.", inner);

    private void DeleteAllBut(CheckpointDescription description)
    {
        string?[] kept =
        [
            PathOf(Weights, description.WeightsSha256),
            description.Resume is { } resume ? PathOf(Weights, resume.LastWeightsSha256) : null,
            description.Resume is { } state ? PathOf(Optimizer, state.OptimizerSha256) : null,
        ];
        foreach (var kind in new[] { Weights, Optimizer })
        {
            foreach (var path in Directory.GetFiles(folder, $"{kind}-*.dat").Except(kept))
            {
                DeleteIfPossible(path!);
            }
        }
    }

    private void DeleteTemporaries()
    {
        foreach (var name in new[] { Weights, Optimizer, DescriptionName })
        {
            DeleteIfPossible(Path.Combine(folder, name + TemporarySuffix));
        }
    }

    // What is left over harms nobody, and the next save tries again.
    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    private string PathOf(string kind, string sha256) =>
        Path.Combine(folder, $"{kind}-{sha256[..Math.Min(16, sha256.Length)]}.dat");

    private static void FlushToDisk(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
