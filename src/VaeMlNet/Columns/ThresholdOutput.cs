using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>A Boolean column that is true if an output of width 1 is above a threshold.</summary>
internal sealed class ThresholdOutput(string name, GraphTensor tensor, float threshold) : OutputColumn(name, tensor)
{
    public float Threshold => threshold;

    public override DataViewType Type => BooleanDataViewType.Instance;

    public override Delegate MakeGetter(CurrentOutput output) =>
        (ValueGetter<bool>)((ref bool value) => value = output().As<float>()[0] > threshold);
}
