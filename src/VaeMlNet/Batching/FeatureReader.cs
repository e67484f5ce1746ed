using Microsoft.ML;
using Microsoft.ML.Data;

namespace VaeMlNet;

/// <summary>Reads the feature column of a row, dense or sparse, into a span of float32 [D].</summary>
internal sealed class FeatureReader(ValueGetter<VBuffer<float>> getter)
{
    private VBuffer<float> _features;

    public void Read(Span<float> destination)
    {
        getter(ref _features);
        _features.CopyTo(destination);
    }
}
