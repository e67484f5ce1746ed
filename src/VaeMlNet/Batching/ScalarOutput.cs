using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Single column from an output of width 1.</summary>
internal sealed class ScalarOutput(string name, GraphTensor tensor) : OutputColumn(name, tensor)
{
    public override DataViewType Type => NumberDataViewType.Single;

    public override Delegate MakeGetter(CurrentRow values) =>
        (ValueGetter<float>)((ref float value) => value = values()[0]);
}
