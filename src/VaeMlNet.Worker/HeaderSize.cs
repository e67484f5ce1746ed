using System.Collections;
using System.Text;

namespace VaeMlNet.Worker;

/// <summary>Estimates how many bytes the headers of a message take in a frame; never too few.</summary>
internal static class HeaderSize
{
    private const int SizeOfKind = 5;
    private const int SizeOfNumber = 16;

    /// <summary>Returns the bytes of a header's value.</summary>
    public static long Of(object? value) =>
        value switch
        {
            string text => SizeOfKind + Encoding.UTF8.GetByteCount(text),
            byte[] bytes => SizeOfKind + bytes.Length,
            IDictionary<string, object?> table => SizeOfKind + table.Sum(entry => Of(entry.Key) + Of(entry.Value)),
            IDictionary table => SizeOfKind
                + table.Cast<DictionaryEntry>().Sum(entry => Of(entry.Key) + Of(entry.Value)),
            IEnumerable list => SizeOfKind + list.Cast<object?>().Sum(Of),
            RabbitMQ.Client.BinaryTableValue binary => SizeOfKind + (binary.Bytes?.Length ?? 0),
            _ => SizeOfNumber,
        };
}
