using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>Defines the names, types and widths of the inputs and outputs of a model folder's graphs.</summary>
internal static class GraphTensors
{
    public const string LatentName = "latent";
    public const string Mean = "mean";
    public const string LogVariance = "log_variance";
    public const string Probabilities = "probabilities";
    public const string Reconstruction = "reconstruction";
    public const string Imputed = "imputed";
    public const string Missing = "missing";
    public const string Unseen = "unseen";

    /// <summary>The value of a number that is known to be missing, for models that predict missing cells.</summary>
    public const float KnownMissing = float.PositiveInfinity;

    /// <summary>The key of a cell that is known to be missing.</summary>
    public const uint KnownMissingKey = uint.MaxValue;

    /// <summary>
    /// Returns the inputs of encoder, scorer and imputer: features [N, D], or, for a table model, one input for each raw
    /// column; then the conditions.
    /// </summary>
    public static GraphTensor[] Inputs(VaeManifest manifest) =>
        [.. manifest.InputColumns.Concat(manifest.ConditionColumns).Select(Input)];

    /// <summary>Returns the inputs of the decoder: latents [N, L], then the conditions.</summary>
    public static GraphTensor[] DecoderInputs(VaeManifest manifest) =>
        [Latent(manifest), .. manifest.ConditionColumns.Select(Input)];

    /// <summary>
    /// Returns the input for a column: float32 [N, width] with NaN for missing cells, bool [N, 1], or uint32 [N, 1] with 0 for missing cells.
    /// </summary>
    public static GraphTensor Input(VaeColumn column) =>
        new(column.InputName, column.Width) { ElementType = ElementTypeOf(column) };

    public static GraphTensor Latent(VaeManifest manifest) => new(LatentName, manifest.Latent.Dim);

    /// <summary>
    /// Returns the outputs of encoder.onnx. The first is the embedding of a row, which decoder.onnx reads. Empty for a baseline.
    /// </summary>
    public static GraphTensor[] EncoderOutputs(VaeManifest manifest) =>
        [
            .. (manifest.HasLatents ? LatentKind.Get(manifest.Latent).EncoderOutputs : []).Select(
                name => new GraphTensor(
                    name,
                    // A label has no variance.
                    manifest.Latent.Dim - (name == LogVariance ? manifest.Latent.Label?.Shares.Count ?? 0 : 0)
                )
            ),
        ];

    /// <summary>
    /// Returns the outputs of decoder.onnx: the mean of the likelihood, then its other parameters. A table model also has
    /// outputs for each column.
    /// </summary>
    public static GraphTensor[] DecoderOutputs(VaeManifest manifest)
    {
        var columns = manifest.InputColumns;
        GraphTensor reconstruction = new(Reconstruction, columns.Sum(c => c.ReconstructionWidth));
        // The means of features are the reconstruction.
        return [reconstruction, .. columns.SelectMany(ColumnParameters).Where(output => output.Name != Reconstruction)];
    }

    /// <summary>
    /// Returns the outputs of the decoder for one column, in its own units: means and other parameters of the likelihood, the probability of
    /// true, or the probabilities of a key's categories; and the probability that a cell is missing, if the model predicts it.
    /// </summary>
    public static GraphTensor[] ColumnParameters(VaeColumn column) =>
        column.PredictsMissing ? [.. ValueParameters(column), MissingProbability(column)] : ValueParameters(column);

    /// <summary>Returns the output of decoder.onnx with the probability that a cell of a column is missing.</summary>
    public static GraphTensor MissingProbability(VaeColumn column) =>
        new($"{column.InputName}_{Missing}", column.Width);

    private static GraphTensor[] ValueParameters(VaeColumn column)
    {
        var (mean, prefix) = column.IsUnchanged ? (Reconstruction, "") : (column.InputName, $"{column.InputName}_");
        if (column.Type == VaeColumn.KeyType)
        {
            return [new($"{prefix}{Probabilities}", column.ReconstructionWidth)];
        }

        var others = ColumnLikelihood
            .Get(column)
            .OtherOutputs.Select(other => new GraphTensor(
                $"{prefix}{other}",
                column.Bins?.Sum(bins => bins.Count) ?? column.Width
            ));
        return [new(mean, column.Width), .. others];
    }

    /// <summary>
    /// Returns the outputs of scorer.onnx. That of a table with keys marks the cells of categories that are not in the training data.
    /// </summary>
    public static GraphTensor[] ScorerOutputs(VaeManifest manifest) =>
        [
            .. ScoreKind.Outputs.Select(output => new GraphTensor(
                output.Name,
                output.IsPerSlot ? manifest.Architecture.InputDim : 1
            )),
            .. manifest.MarksUnseen ? [new(Unseen, manifest.Architecture.InputDim)] : Array.Empty<GraphTensor>(),
        ];

    /// <summary>
    /// Returns the outputs of imputer.onnx: the columns that can have missing cells, with these cells filled. Empty if no
    /// column can have missing cells, and for a baseline.
    /// </summary>
    public static GraphTensor[] ImputerOutputs(VaeManifest manifest) =>
        [.. manifest.InputColumns.Where(c => c.CanBeMissing && manifest.HasLatents).Select(ImputerOutput)];

    /// <summary>Returns the output for a column without missing cells. It has the type of the column's input.</summary>
    public static GraphTensor ImputerOutput(VaeColumn column) =>
        Input(column) with
        {
            Name = $"{column.InputName}_{Imputed}",
        };

    /// <summary>Returns the uncertainties of a column's missing cells, which no graph computes: float32 [N, width].</summary>
    public static GraphTensor Uncertainty(VaeColumn column) =>
        new($"{ImputerOutput(column).Name}_uncertainty", column.Width);

    private static TensorElementType ElementTypeOf(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.BooleanType => TensorElementType.Bool,
            VaeColumn.KeyType => TensorElementType.UInt32,
            _ => TensorElementType.Float,
        };
}
