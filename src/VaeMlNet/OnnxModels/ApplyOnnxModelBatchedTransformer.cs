using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using VaeMlNet.Files;

namespace VaeMlNet;

/// <summary>
/// A transformer that adds a column for every requested output of an ONNX model; see
/// <c>mlContext.Transforms.ApplyOnnxModelBatched</c>.
/// </summary>
/// <remarks>
/// The first batch of two rows or more is compared with four of its rows run alone, including the first and the last. If the
/// results differ, or if the model cannot run a batch, rows run one by one from then on, with a warning in
/// <c>MLContext.Log</c>. <inheritdoc cref="VaeTransformer" path="/remarks"/>
/// </remarks>
internal sealed class ApplyOnnxModelBatchedTransformer : VaeTransformer
{
    private readonly BatchedOnnxStep step;
    private readonly SavedModel saved;

    internal ApplyOnnxModelBatchedTransformer(BatchedOnnxStep step, StepSessions sessions, SavedModel saved)
        : base(step, sessions)
    {
        this.step = step;
        this.saved = saved;
    }

    private protected override void Save(ModelSaveContext context)
    {
        using var temporary = TemporaryFile.NewFolder("save");
        var file = Path.Combine(temporary.Folder, "model.onnx");
        File.WriteAllBytes(file, saved.WriteInto(step.Graphs[0].Model));
        // This session never runs a row. Its threads, which are not saved, would only spin for a while.
        var options = new OnnxOptions
        {
            ModelFile = file,
            InputColumns = [.. step.Inputs.Select(i => i.Tensor.Name)],
            OutputColumns = [.. step.Outputs.Select(o => o.Tensor.Name)],
            ShapeDictionary = saved.Columns.Shapes,
            RecursionLimit = saved.RecursionLimit,
            IntraOpNumThreads = 1,
        };
        using var stock = new MLContext().Transforms.ApplyOnnxModel(options).Fit(new SchemaOnlyView(step.FittedOn!));
        ((ICanSaveModel)stock).Save(context);
    }
}
