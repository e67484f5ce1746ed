using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace VaeMlNet;

/// <summary>Writes and reads the two files of a checkpoint.</summary>
internal static class CheckpointFiles
{
    private const string DescriptionName = "checkpoint.json";
    private const string WeightsName = "weights";
    private const string TemporarySuffix = ".tmp";

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        AllowOutOfOrderMetadataProperties = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    public static void Save(TrainedVae model, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var sha256 = SaveWeights(model.Network, folder);
            var description = new CheckpointDescription
            {
                FormatVersion = CheckpointDescription.CurrentFormatVersion,
                InputDim = model.InputDim,
                FeatureColumnName = model.FeatureColumnName,
                Options = model.Options,
                History = model.History,
                TrainingData = model.TrainingData,
                WeightsSha256 = sha256,
            };
            var path = Path.Combine(folder, DescriptionName);
            File.WriteAllText(path + TemporarySuffix, JsonSerializer.Serialize(description, Json) + "\n");
            File.Move(path + TemporarySuffix, path, overwrite: true);
            DeleteOtherWeights(folder, sha256);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ExternalException)
        {
            DeleteTemporaries(folder);
            throw new VaeModelException(
                $"Checkpoint '{folder}' could not be written: {e.Reason()}. Check the path, free space and permissions.",
                e
            );
        }
    }

    public static TrainedVae Load(string folder)
    {
        var description = ReadDescription(folder);
        CheckWeights(folder, description);
        using var scope = NewDisposeScope();
        VariationalAutoencoder? network = null;
        try
        {
            var options = description.Options.ToChecked();
            network = new VariationalAutoencoder(description.InputDim, options);
            network.load(WeightsPath(folder, description.WeightsSha256));
            return new TrainedVae(
                options,
                description.FeatureColumnName,
                network,
                description.History,
                description.TrainingData
            );
        }
        catch (Exception e)
        {
            network?.Dispose();
            throw Unreadable(folder, $"its weights and the options in {DescriptionName} do not fit", e);
        }
    }

    private static string SaveWeights(VariationalAutoencoder network, string folder)
    {
        using var scope = NewDisposeScope();
        var temporary = Path.Combine(folder, WeightsName + TemporarySuffix);
        network.save(temporary);
        var sha256 = HashOf(temporary);
        File.Move(temporary, WeightsPath(folder, sha256), overwrite: true);
        return sha256;
    }

    private static CheckpointDescription ReadDescription(string folder)
    {
        CheckpointDescription? description;
        try
        {
            var json = File.ReadAllText(Path.Combine(folder, DescriptionName));
            description = JsonSerializer.Deserialize<CheckpointDescription>(json, Json);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unreadable(folder, $"{DescriptionName}: {e.Reason()}", e);
        }

        return description?.FormatVersion == CheckpointDescription.CurrentFormatVersion
            ? description
            : throw Unreadable(
                folder,
                $"{DescriptionName} is of format version {description?.FormatVersion}, "
                    + $"expected {CheckpointDescription.CurrentFormatVersion}"
            );
    }

    private static void CheckWeights(string folder, CheckpointDescription description)
    {
        var path = WeightsPath(folder, description.WeightsSha256);
        if (!File.Exists(path))
        {
            throw Unreadable(folder, $"it has no {Path.GetFileName(path)}");
        }

        if (HashOf(path) != description.WeightsSha256)
        {
            throw Unreadable(
                folder,
                $"{Path.GetFileName(path)} is damaged: its SHA-256 is not the one in {DescriptionName}"
            );
        }
    }

    private static void DeleteTemporaries(string folder)
    {
        DeleteIfPossible(Path.Combine(folder, WeightsName + TemporarySuffix));
        DeleteIfPossible(Path.Combine(folder, DescriptionName + TemporarySuffix));
    }

    private static void DeleteOtherWeights(string folder, string sha256)
    {
        var current = WeightsPath(folder, sha256);
        foreach (var path in Directory.GetFiles(folder, $"{WeightsName}-*.dat").Where(path => path != current))
        {
            DeleteIfPossible(path);
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

    private static string WeightsPath(string folder, string sha256) =>
        Path.Combine(folder, $"{WeightsName}-{sha256[..Math.Min(16, sha256.Length)]}.dat");

    private static string HashOf(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private static VaeModelException Unreadable(string folder, string reason, Exception? inner = null) =>
        new($"Checkpoint '{folder}' cannot be loaded: {reason}. Train again and save a new checkpoint.", inner);
}
