using Microsoft.ML.OnnxRuntime.Tensors;

namespace VaeMlNet;

/// <summary>Names, types and widths of what the graphs of a model folder take and give.</summary>
internal static class GraphTensors
{
    public const string LatentName = "latent";
    public const string Mean = "mean";
    public const string LogVariance = "log_variance";
    public const string Probabilities = "probabilities";
    public const string Reconstruction = "reconstruction";
    public const string Variance = "variance";
    public const string Scale = "scale";
    public const string Score = "score";
    public const string ReconstructionError = "reconstruction_error";
    public const string Kl = "kl";
    public const string Contributions = "contributions";
    public const string ScoreContributions = "score_contributions";
    public const string Imputed = "imputed";

    /// <summary>
    /// Returns the inputs of encoder, scorer and imputer: features [N, D], or, for a table model, one input for each raw
    /// column.
    /// </summary>
    public static GraphTensor[] Inputs(VaeManifest manifest) =>
        manifest.IsTable ? [.. manifest.Columns.Select(Input)] : [Features(manifest)];

    /// <summary>The only input of a model that is no table model.</summary>
    public static GraphTensor Features(VaeManifest manifest) => new("features", manifest.Architecture.InputDim);

    /// <summary>
    /// What takes a raw column of a table model: float32 [N, width] with NaN for missing cells, bool [N, 1], or uint32 [N, 1] with 0
    /// for them.
    /// </summary>
    public static GraphTensor Input(VaeColumn column) =>
        new(column.InputName, column.Width) { ElementType = ElementTypeOf(column) };

    public static GraphTensor Latent(VaeManifest manifest) => new(LatentName, manifest.Latent.Dim);

    /// <summary>The first is the code of a row: what decoder.onnx takes.</summary>
    public static GraphTensor[] EncoderOutputs(VaeManifest manifest) =>
        [.. LatentKind.Get(manifest.Latent).EncoderOutputs.Select(name => new GraphTensor(name, manifest.Latent.Dim))];

    /// <summary>
    /// The mean of the likelihood, then its other parameters where it has any; of a table model also column after column.
    /// </summary>
    public static GraphTensor[] DecoderOutputs(VaeManifest manifest)
    {
        if (manifest.IsTable)
        {
            var slots = manifest.Columns.Sum(c => c.ReconstructionWidth);
            return [new(Reconstruction, slots), .. manifest.Columns.SelectMany(ColumnParameters)];
        }

        var width = manifest.Architecture.InputDim;
        var others = manifest.Columns.SelectMany(c => ColumnLikelihood.Get(c).OtherOutputs).Distinct();
        return [new(Reconstruction, width), .. others.Select(name => new GraphTensor(name, width))];
    }

    /// <summary>
    /// What the decoder of a table model gives for one column, in its own units: means and what else its likelihood has, the
    /// probability of true, or those of a key's categories.
    /// </summary>
    public static GraphTensor[] ColumnParameters(VaeColumn column)
    {
        var name = column.InputName;
        if (column.Type == VaeColumn.KeyType)
        {
            return [new($"{name}_{Probabilities}", column.ReconstructionWidth)];
        }

        var others = ColumnLikelihood
            .Get(column)
            .OtherOutputs.Select(other => new GraphTensor($"{name}_{other}", column.Width));
        return [new(name, column.Width), .. others];
    }

    public static GraphTensor[] ScorerOutputs(VaeManifest manifest) =>
        [
            .. ScoreKind.Outputs.Select(output => new GraphTensor(
                output.Name,
                output.IsPerSlot ? manifest.Architecture.InputDim : 1
            )),
        ];

    /// <summary>
    /// What imputer.onnx gives: columns that can have missing cells, without them. None where there is no such column.
    /// </summary>
    public static GraphTensor[] ImputerOutputs(VaeManifest manifest) =>
        manifest.IsTable ? [.. manifest.Columns.Where(c => c.CanBeMissing).Select(ImputerOutput)] : [];

    /// <summary>A column without missing cells, of its input's type.</summary>
    public static GraphTensor ImputerOutput(VaeColumn column) =>
        Input(column) with
        {
            Name = $"{column.InputName}_{Imputed}",
        };

    private static TensorElementType ElementTypeOf(VaeColumn column) =>
        column.Type switch
        {
            VaeColumn.BooleanType => TensorElementType.Bool,
            VaeColumn.KeyType => TensorElementType.UInt32,
            _ => TensorElementType.Float,
        };
}
