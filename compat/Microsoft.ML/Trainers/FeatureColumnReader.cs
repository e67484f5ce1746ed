using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Reads a row's feature vector into an array of its own, and only once per row.</summary>
internal sealed class FeatureColumnReader
{
    private readonly DataViewRow _row;
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly float[] _values;
    private VBuffer<float> _buffer;

    public FeatureColumnReader(DataViewRow row, int column, int featureCount)
    {
        _row = row;
        _getter = row.GetGetter<VBuffer<float>>(row.Schema[column]);
        _values = new float[featureCount];
    }

    public long Position => _row.Position;

    public ReadOnlySpan<float> Read()
    {
        _getter(ref _buffer);
        _buffer.CopyTo(_values);
        return _values;
    }
}
