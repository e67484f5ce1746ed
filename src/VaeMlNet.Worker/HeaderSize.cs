using System.Collections;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>
/// Estimates the number of bytes that the headers of a message take in a frame. It never estimates too few.
/// </summary>
internal static class HeaderSize
{
    private const int SizeOfKind = 5;
    private const int SizeOfNumber = 16;

    /// <summary>Estimates the number of bytes of the value of a header.</summary>
    public static long Estimate(object? value) =>
        value switch
        {
            string text => SizeOfKind + Encoding.UTF8.GetByteCount(text),
            byte[] bytes => SizeOfKind + bytes.Length,
            IDictionary<string, object?> table => SizeOfKind
                + table.Sum(entry => Estimate(entry.Key) + Estimate(entry.Value)),
            IDictionary table => SizeOfKind
                + table.Cast<DictionaryEntry>().Sum(entry => Estimate(entry.Key) + Estimate(entry.Value)),
            IEnumerable list => SizeOfKind + list.Cast<object?>().Sum(Estimate),
            RabbitMQ.Client.BinaryTableValue binary => SizeOfKind + (binary.Bytes?.Length ?? 0),
            _ => SizeOfNumber,
        };
}
