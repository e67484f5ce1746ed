namespace VaeMlNet.Benchmarks;

/// <summary>A picture on the page of figures.</summary>
/// <param name="File">Its name in the folder of pictures.</param>
/// <param name="Caption">What it shows.</param>
internal sealed record FigurePicture(string File, string Caption);
