namespace VaeMlNet.Benchmarks;

/// <summary>A picture on the page of figures.</summary>
/// <param name="File">The name of the file in the folder of pictures.</param>
/// <param name="Caption">A description of the picture.</param>
internal sealed record FigurePicture(string File, string Caption);
