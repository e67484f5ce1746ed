using Microsoft.ML.Data;

namespace Microsoft.ML.Trainers;

/// <summary>Passes over a feature column and its weights, without rows whose values or weight are not finite.</summary>
internal sealed class PcaRows
{
    private readonly IDataView _data;
    private readonly DataViewSchema.Column _features;
    private readonly DataViewSchema.Column? _weight;
    private readonly Func<float, bool> _isGoodWeight;

    public PcaRows(IDataView data, string featureColumn, string weightColumn, Func<float, bool> isGoodWeight)
    {
        _data = data;
        _features = data.Schema[featureColumn];
        _weight = weightColumn == null ? null : data.Schema[weightColumn];
        _isGoodWeight = isGoodWeight;
    }

    public IEnumerable<RandomizedSvd.WeightedRow> Pass()
    {
        var values = new float[((VectorDataViewType)_features.Type).Size];
        using var cursor = _data.GetRowCursor(_weight == null ? [_features] : [_features, _weight.Value]);
        var getFeatures = cursor.GetGetter<VBuffer<float>>(_features);
        var getWeight = _weight == null ? null : cursor.GetGetter<float>(_weight.Value);
        VBuffer<float> buffer = default;
        float weight = 1;
        while (cursor.MoveNext())
        {
            getWeight?.Invoke(ref weight);
            getFeatures(ref buffer);
            if (!_isGoodWeight(weight) || !ClassificationRowReader.AllFinite(buffer.GetValues()))
            {
                continue;
            }

            buffer.CopyTo(values);
            yield return new RandomizedSvd.WeightedRow(values, weight);
        }
    }
}
