using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Boolean column that reads an output of Boolean values and width 1.</summary>
internal sealed class BooleanOutput(string name, GraphTensor tensor) : OutputColumn(name, tensor)
{
    public override DataViewType Type => BooleanDataViewType.Instance;

    public override Delegate MakeGetter(CurrentOutput output) =>
        (ValueGetter<bool>)((ref bool value) => value = output().As<bool>()[0]);
}
