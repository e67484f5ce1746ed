using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Single column from an output of width 1.</summary>
internal sealed class ScalarOutput(string name, GraphTensor tensor) : OutputColumn(name, tensor)
{
    public override DataViewType Type => NumberDataViewType.Single;

    public override Delegate MakeGetter(ICurrentOutput output) =>
        (ValueGetter<float>)((ref float value) => value = output.Values<float>()[0]);
}
