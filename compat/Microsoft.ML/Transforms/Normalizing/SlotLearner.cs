using System.Numerics;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Transforms;

/// <summary>Learns the scale and offset of each slot of a column, row by row.</summary>
internal abstract class SlotLearner
{
    public static SlotLearner Create(DataViewRow row, DataViewSchema.Column column, INormalizationRule rule) =>
        PrimitiveTypes.ItemTypeOf(column.Type) == NumberDataViewType.Single
            ? new TypedLearner<float>(row, column, rule)
            : new TypedLearner<double>(row, column, rule);

    public abstract void Learn();

    public abstract SlotFunction Finish();

    private sealed class TypedLearner<T> : SlotLearner
        where T : struct, IFloatingPointIeee754<T>
    {
        private readonly INormalizationRule _rule;
        private readonly SlotStatistics[] _slots;
        private readonly ValueGetter<VBuffer<T>> _get;
        private readonly T[] _values;
        private readonly bool _isVector;
        private VBuffer<T> _buffer;

        public TypedLearner(DataViewRow row, DataViewSchema.Column column, INormalizationRule rule)
        {
            _rule = rule;
            _isVector = column.Type is VectorDataViewType;
            _values = new T[column.Type is VectorDataViewType vector ? vector.Size : 1];
            _slots = new SlotStatistics[_values.Length];
            Array.Fill(_slots, new SlotStatistics());
            _get = _isVector ? row.GetGetter<VBuffer<T>>(column) : AsVector(row.GetGetter<T>(column));
        }

        public override void Learn()
        {
            _get(ref _buffer);
            Check.That(
                _buffer.Length == _values.Length,
                $"Normalizer expected {_values.Length} slots but got {_buffer.Length}"
            );
            _buffer.CopyTo(_values);
            for (var i = 0; i < _values.Length; i++)
            {
                _slots[i].Add(double.CreateTruncating(_values[i]));
            }
        }

        public override SlotFunction Finish()
        {
            var scales = new T[_slots.Length];
            var offsets = new T[_slots.Length];
            for (var i = 0; i < _slots.Length; i++)
            {
                (scales[i], offsets[i]) = _rule.Apply<T>(in _slots[i]);
            }

            return new SlotFunction<T>(scales, offsets, _isVector);
        }

        private static ValueGetter<VBuffer<T>> AsVector(ValueGetter<T> get) =>
            (ref VBuffer<T> dst) =>
            {
                var editor = VBufferEditor.Create(ref dst, 1);
                get(ref editor.Values[0]);
                dst = editor.Commit();
            };
    }
}
