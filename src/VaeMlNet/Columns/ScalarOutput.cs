using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Single column that reads an output of width 1.</summary>
internal sealed class ScalarOutput(string name, GraphTensor tensor) : OutputColumn(name, tensor)
{
    /// <summary>
    /// Gets a value indicating whether the column is a score. Scores of detectors have the annotations of a score column.
    /// </summary>
    public bool IsScore { get; init; } = true;

    public override DataViewType Type => NumberDataViewType.Single;

    public override Delegate MakeGetter(CurrentOutput output) =>
        (ValueGetter<float>)((ref float value) => value = output().As<float>()[0]);
}
