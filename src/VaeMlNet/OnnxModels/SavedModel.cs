using System.Text.Json;

namespace VaeMlNet;

/// <summary>
/// The settings that ApplyOnnxModelBatched needs to run a model in batches again, stored in the model's metadata. ML.NET keeps
/// the model in a saved pipeline and ignores its metadata.
/// </summary>
/// <remarks>Thread safety: immutable.</remarks>
internal sealed record SavedModel
{
    private const string Key = "vae_batched_model";
    private const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    /// <summary>Gets the name of the model's file, for messages.</summary>
    public required string Model { get; init; }

    public required OnnxModelColumns Columns { get; init; }

    public required int BatchSize { get; init; }

    public required int RecursionLimit { get; init; }

    public byte[] WriteInto(byte[] model) => OnnxMetadata.Set(model, Key, SavedJson.Write(this));

    /// <summary>Reads the settings from a model; null if VaeMlNet did not save the model.</summary>
    /// <exception cref="FormatException">The model contains settings, but they are damaged or of a newer version.</exception>
    public static SavedModel? Find(byte[] model)
    {
        try
        {
            var saved = SavedJson.Find<SavedModel>(model, Key);
            return saved is { FormatVersion: not CurrentFormatVersion }
                    ? throw new JsonException($"It is of format version {saved.FormatVersion}.")
                : saved?.Columns.Shapes.ContainsValue(null!) == true ? throw new JsonException("A shape is null.")
                : saved;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidDataException)
        {
            throw Damaged(e);
        }
    }

    /// <summary>Creates the step again, on the model that contained the settings.</summary>
    /// <exception cref="FormatException">The settings do not fit the model.</exception>
    public BatchedOnnxStep ToStep(byte[] model, SessionSettings settings)
    {
        try
        {
            var source = new OnnxModelSource(Model, model, OnnxGraphSummary.Read(model));
            return SavedBatch.Bounded(OnnxModelStep.Create(source, Columns, BatchSize, settings));
        }
        catch (Exception e)
            when (e is ArgumentException or NotSupportedException or InvalidDataException or InvalidOperationException)
        {
            throw Damaged(e);
        }
    }

    private static FormatException Damaged(Exception cause) =>
        new(
            $"A model of the saved pipeline cannot be run in batches again: its metadata '{Key}' is damaged or of a newer version ({cause.Reason()}). Use the loaded pipeline row by row, or save it again.",
            cause
        );
}
