using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>
/// The files of a checkpoint: checkpoint.json, and data files whose names contain their kind and checksum. checkpoint.json is
/// moved into place last, so that the folder always contains a complete checkpoint, the old or the new one, even if the writer
/// is interrupted.
/// </summary>
internal sealed class CheckpointFolder(string folder)
{
    /// <summary>The kind of files with the weights of a network.</summary>
    public const string Weights = "weights";

    /// <summary>The kind of files with the state of an optimizer.</summary>
    public const string Optimizer = "optimizer";

    /// <summary>The name of the file that makes a folder a checkpoint.</summary>
    public const string DescriptionName = "checkpoint.json";

    /// <summary>
    /// The largest size of checkpoint.json. A column of a table takes a few hundred bytes, and so does an epoch.
    /// </summary>
    public const long LargestDescription = 256L << 20;

    /// <summary>Gets a value indicating whether the folder contains a checkpoint, complete or damaged.</summary>
    public bool Exists => File.Exists(Path.Combine(folder, DescriptionName));

    /// <summary>
    /// Writes a checkpoint. If it fails, the old checkpoint remains. The caller must have the lock of the folder.
    /// </summary>
    /// <exception cref="VaeModelException">
    /// The folder cannot be written, or its checkpoint.json is not that of a checkpoint.
    /// </exception>
    public void Write(Func<CheckpointDescription> writeData)
    {
        try
        {
            Directory.CreateDirectory(folder);
            CheckpointPlace.Check(folder);
            var description = writeData();
            CheckpointJson.Write(Path.Combine(folder, DescriptionName), description);
            DeleteAllBut(description);
        }
        // JSON has no infinities: the JSON writer throws an ArgumentException.
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or ExternalException or ArgumentException)
        {
            throw CheckpointErrors.NotWritten(folder, e);
        }
    }

    /// <summary>Writes a data file.</summary>
    /// <param name="kind">The kind of the file.</param>
    /// <param name="write">Writes the contents.</param>
    /// <returns>The SHA-256 of the file.</returns>
    public string Put(string kind, Action<BinaryWriter> write)
    {
        using var temporary = TemporaryFile.Beside(Path.Combine(folder, kind));
        using (BinaryWriter writer = new(temporary.Stream, Encoding.UTF8, leaveOpen: true))
        {
            write(writer);
        }

        temporary.Stream.Position = 0;
        var sha256 = Convert.ToHexStringLower(SHA256.HashData(temporary.Stream));
        temporary.MoveTo(PathOf(kind, sha256));
        return sha256;
    }

    /// <summary>Returns the path of a data file after checking that it exists and is undamaged.</summary>
    /// <param name="kind">The kind of the file.</param>
    /// <param name="sha256">The SHA-256 of the file.</param>
    /// <param name="largest">The largest allowed number of bytes. A larger file is not read.</param>
    /// <exception cref="VaeModelException">The file is missing, damaged or too large.</exception>
    public string Find(string kind, string sha256, long largest)
    {
        var length = LengthOf(kind, sha256);
        var path = PathOf(kind, sha256);
        var name = Path.GetFileName(path);
        if (length > largest)
        {
            throw Unreadable($"{name} has {length} bytes, but the network's is at most {largest}");
        }

        return HashOf(path) == sha256
            ? path
            : throw Unreadable($"{name} is damaged: its SHA-256 is not the one in {DescriptionName}");
    }

    /// <summary>Returns the length of an existing data file.</summary>
    /// <exception cref="VaeModelException">The file is missing or has no content.</exception>
    public long LengthOf(string kind, string sha256)
    {
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower))
        {
            throw Unreadable($"the SHA-256 of its {kind} in {DescriptionName} is not one");
        }

        var file = new FileInfo(PathOf(kind, sha256));
        if (!file.Exists)
        {
            throw Unreadable($"it has no {file.Name}");
        }

        return file.Length > 0 ? file.Length : throw Unreadable($"{file.Name} is empty, or a pipe or device");
    }

    /// <summary>Reads checkpoint.json.</summary>
    /// <exception cref="VaeModelException">The file is missing, damaged, or of another version.</exception>
    public CheckpointDescription ReadDescription()
    {
        try
        {
            var json = ReadDescriptionBytes(Path.Combine(folder, DescriptionName));
            // Read the version first: another format can have other members.
            var version = CheckpointJson.Parse<ManifestVersion>(json).FormatVersion;
            if (version != CheckpointDescription.CurrentFormatVersion)
            {
                throw Unreadable(
                    $"{DescriptionName} is of format version {version}, expected {CheckpointDescription.CurrentFormatVersion}"
                );
            }

            var description = CheckpointJson.Parse<CheckpointDescription>(json);
            CheckpointRules.Check(description);
            return description;
        }
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException or JsonException or NotSupportedException)
        {
            // The JSON reader throws this exception if the JSON names no known type.
            throw Unreadable($"{DescriptionName}: {e.Reason()}", e);
        }
    }

    /// <summary>Reads a checkpoint.json of limited size.</summary>
    public static byte[] ReadDescriptionBytes(string path)
    {
        var length = new FileInfo(path).Length;
        return length switch
        {
            0 => throw new IOException("it is empty, or a pipe or device"),
            > LargestDescription => throw new IOException(
                FormattableString.Invariant($"it has {length} bytes, and the most that is read is {LargestDescription}")
            ),
            _ => File.ReadAllBytes(path),
        };
    }

    /// <summary>Replaces what checkpoint.json says of the time series.</summary>
    /// <exception cref="VaeModelException">The checkpoint cannot be read or written.</exception>
    public void ReplaceSeries(VaeSeries series)
    {
        using var writing = CheckpointLock.Take(folder);
        var description = ReadDescription();
        Write(() => description with { Options = description.Options with { Series = series } });
    }

    /// <summary>Creates the error for a checkpoint whose parts do not fit together.</summary>
    public VaeModelException DoesNotFit(Exception inner) =>
        Unreadable($"its weights and the options in {DescriptionName} do not fit", inner);

    private VaeModelException Unreadable(string reason, Exception? inner = null) =>
        CheckpointErrors.NotLoaded(folder, reason, inner);

    private void DeleteAllBut(CheckpointDescription description)
    {
        string?[] kept =
        [
            PathOf(Weights, description.WeightsSha256),
            description.Resume is { } resume ? PathOf(Weights, resume.LastWeightsSha256) : null,
            description.Resume?.AverageWeightsSha256 is { } average ? PathOf(Weights, average) : null,
            description.Resume is { } state ? PathOf(Optimizer, state.OptimizerSha256) : null,
        ];
        foreach (var path in Directory.GetFiles(folder, "*.dat").Except(kept))
        {
            if (CheckpointPlace.IsData(Path.GetFileName(path!)))
            {
                DeleteIfPossible(path!);
            }
        }
    }

    // A file that cannot be deleted does no harm, and the next save tries again.
    private static void DeleteIfPossible(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { }
    }

    private string PathOf(string kind, string sha256) => Path.Combine(folder, $"{kind}-{sha256[..16]}.dat");

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
