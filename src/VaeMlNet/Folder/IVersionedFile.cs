namespace VaeMlNet;

/// <summary>The contents of a JSON file of a model folder that has its own format version.</summary>
internal interface IVersionedFile
{
    int FormatVersion { get; }
}
